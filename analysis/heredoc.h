// The markers of here-documents: <<EOF, <<-"EOF", 3<<EOF.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

struct HeredocMarker {
  std::string name;             // quotes removed
  uint32_t begin = 0, end = 0;  // in the line
  uint32_t name_begin = 0, name_end = 0;
  uint32_t fd = 0;
  bool expand = true;
  bool chomp = false;
};

// Whether one word of a line is a marker.
std::optional<HeredocMarker> read_heredoc(std::string_view word);

struct HeredocMarkers {
  std::vector<HeredocMarker> markers;
  // The line holds <<NAME but the builder's lexer gives up on it, so that it sees no here-document:
  // where and why.
  bool gave_up = false;
  uint32_t error_begin = 0, error_end = 0;
  std::string error;
};

// The markers of a joined line of RUN, COPY or ADD. As the builder does, with '\\' as the escape
// character whatever the directive says; what its lexer cannot read hides all of them.
HeredocMarkers find_heredocs(std::string_view line);

}  // namespace dflint
