// Reads command lines of servers: flags that name a port, addresses to bind to, and the programs
// that have habits of their own.
#include "analysis/listening.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <iterator>
#include <span>

#include "analysis/unicode.h"

namespace dflint {
namespace {

using Words = std::span<const Argument>;

// Whether `word` stands in a list of words with blanks between them.
bool is_one_of(std::string_view word, std::string_view list) {
  if (word.empty() || word.find(' ') != std::string_view::npos) return false;
  for (size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

// Long names of flags and Java properties, without dashes, whose number is a port to listen on.
constexpr std::string_view port_flags =
    "port http-port http_port http.port httpPort https-port https.port httpsPort "
    "server-port server.port server_port serverPort listen listen-port listen_port "
    "listenport http-listen-port web-port web.port webui-port webserver-port api-port "
    "rest-port rest_api_port grpc-port grpc_port Dserver.port Dhttp.port Dhttps.port "
    "Djetty.port Djetty.http.port Dquarkus.http.port Dmicronaut.server.port "
    "Dplay.server.http.port Dgrails.server.port.http";

// … whose value is the address to listen at.
constexpr std::string_view host_flags =
    "h H host hostname ip bind b address addr bind-addr bind-address bind_address "
    "bind_ip bind-ip listen-address listen-addr server.host server.address Host "
    "http-host http.host Dhttp.address";

constexpr std::string_view open_flags = "bind_all bind_ip_all bind-all";

// Programs that ask others: their ports are not those of this container.
constexpr std::string_view clients =
    "psql pg_isready pg_dump pgbench mysql mysqladmin mysqldump mariadb mongo mongosh "
    "redis-cli ssh scp sftp autossh rsync curl wget http telnet ping ab wrk hey siege k6 "
    "vegeta artillery docker podman kubectl etcdctl influx cqlsh clickhouse-client "
    "mosquitto_pub nmap sqlcmd mosquitto_sub ldapsearch lftp ftp grpcurl newman jmeter "
    "sipp mkdir cp tar echo printf sed grep awk install test [ [[ wait-for-it "
    "wait-for-it.sh wait-for wait-for.sh chromium google-chrome chrome";

// Programs with short flags for a port, or that listen on 127.0.0.1 unless told otherwise.
struct Server {
  std::string_view names;
  std::string_view port_letters;
  bool keeps_to_itself = false;
};

constexpr Server servers[] = {
    {"airflow darkhttpd docsify dropbear hexo http-server httpd iodine memcached mini_httpd "
     "mosquitto next parcel puma pypi-server rackup rails sirv sshd thin thttpd ttyd",
     "p"},
    {"artisan devpi-server jupyter jupyter-lab jupyter-notebook mongod ng uvicorn vite "
     "webpack-dev-server",
     "", true},
    {"daphne filebrowser flask ganache-cli gatsby hugo json-server mlflow nuxt postgres "
     "prism superset tensorboard",
     "p", true},
    {"gunicorn hypercorn", "b"},
    {"jekyll", "P", true},
    {"serve", "lp"},
    {"unicorn", "pl"}};

const Server* server_named(std::string_view name) {
  const auto found =
      std::find_if(std::begin(servers), std::end(servers),
                   [&](const Server& server) { return is_one_of(name, server.names); });
  return found == std::end(servers) ? nullptr : found;
}

// 1 to 65535; 0 for anything else.
uint32_t read_port_number(std::string_view text) {
  uint32_t port = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && stop == text.data() + text.size();
  return whole && text.size() <= 5 && port <= 65535 ? port : 0;
}

std::string_view leading_digits(std::string_view text) {
  return text.substr(0, text.find_first_not_of("0123456789"));
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// host:port, with a scheme before it and a path behind it perhaps.
struct Address {
  std::string_view host;
  std::string_view digits;  // empty where none stand there
  uint32_t port = 0;        // 0: not an address with a port
  bool udp = false;
  bool scheme = false;
};

Address read_address(std::string_view text) {
  Address address;
  if (const size_t at = text.find("://"); at != std::string_view::npos) {
    address.udp = text.starts_with("udp");
    address.scheme = true;
    text.remove_prefix(at + 3);
  }
  const std::string_view authority = text.substr(0, text.find_first_of("/?#"));
  const size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos) {
    address.host = authority;
    return address;
  }
  address.host = authority.substr(0, colon);
  address.digits = authority.substr(colon + 1);
  address.port = read_port_number(address.digits);
  return address;
}

// The place of a part of a word's text.
Place part(const Argument& word, std::string_view of) {
  const uint32_t begin = static_cast<uint32_t>(of.data() - word.text.data());
  const uint32_t end = begin + static_cast<uint32_t>(of.size());
  const Span span = word.place.span;
  const size_t quotes = span.size() - word.text.size();
  const std::string_view source = word.place.in->source(span);
  if (quotes > 2 || source.substr(quotes / 2, word.text.size()) != word.text) return word.place;
  const uint32_t from = span.begin + static_cast<uint32_t>(quotes / 2);
  return {word.place.in, {from + begin, from + end}};
}

// Programs that run the one named after them, and their words before it.
size_t wrapped(Words words, size_t at) {
  const std::string_view name = base_name(words[at].text);
  const auto skip_flags = [&](size_t i) {
    while (i < words.size() && words[i].text.starts_with('-')) {
      if (words[i++].text == "--") break;
    }
    return i;
  };
  constexpr std::string_view plain =
      "exec nohup time command tini dumb-init eval catatonit npx ddtrace-run setsid "
      "my_init nodemon opentelemetry-instrument docker-entrypoint.sh entrypoint.sh bunx "
      "chpst xvfb-run pnpx docker-php-entrypoint";
  constexpr std::string_view with_word = "gosu su-exec bundle pipenv poetry uv newrelic-admin pdm";
  if (is_one_of(name, plain)) return skip_flags(at + 1);
  if (is_one_of(name, with_word)) return at + 2;
  if (name == "python" || name.starts_with("python2") || name.starts_with("python3")) {
    size_t i = at + 1;
    while (i < words.size() && words[i].text.starts_with('-') && words[i].text != "-m" &&
           words[i].text != "-c") {
      ++i;
    }
    if (i < words.size() && words[i].text == "-c") return at;
    return i < words.size() && words[i].text == "-m" ? i + 1 : i;
  }
  if (name == "php" && at + 1 < words.size() && base_name(words[at + 1].text) == "artisan")
    return at + 1;
  if (name == "env" || name == "sudo") {
    size_t i = at + 1;
    while (i < words.size() &&
           (words[i].text.starts_with('-') || words[i].text.find('=') != std::string_view::npos)) {
      i += words[i].text == "-u" ? 2 : 1;
    }
    return i;
  }
  if (name.starts_with("wait-for") || name == "dockerize") {
    const auto dashes =
        std::find_if(words.begin(), words.end(), [](const Argument& w) { return w.text == "--"; });
    if (dashes != words.end()) return static_cast<size_t>(dashes - words.begin()) + 1;
  }
  return at;
}

// Reads the words of one server.
class Reader {
 public:
  Reader(Words words, std::vector<Listener>& found) : words_(words), found_(found) {}

  void read(bool open) {
    size_t program = 0;
    for (int depth = 0; depth < 8 && program < words_.size(); ++depth) {
      const size_t inner = wrapped(words_, program);
      if (inner == program) break;
      program = inner;
    }
    if (program >= words_.size()) return;
    name_ = base_name(words_[program].text);
    if (is_one_of(name_, clients)) return;
    server_ = server_named(name_);
    words_ = words_.subspan(program + 1);
    if (name_ == "nc" || name_ == "ncat" || name_ == "netcat") return netcat();
    if (name_ == "http.server" || name_ == "SimpleHTTPServer") number_of_http_server();
    if (name_ == "manage.py" || name_ == "django-admin") return run_server();
    says_open_ = std::any_of(words_.begin(), words_.end(),
                             [](const Argument& word) { return word.text.ends_with("0.0.0.0"); });
    words();
    const bool out_of_reach = server_ && server_->keeps_to_itself && !open && !open_;
    if (closed_ || out_of_reach) return;
    for (const auto& [word, digits] : numbers_) add(*word, digits);
  }

 private:
  void add(const Argument& word, std::string_view digits, bool udp = false) {
    found_.push_back({read_port_number(digits), udp, part(word, digits)});
  }

  void words() {
    for (size_t i = 0; i < words_.size(); ++i) {
      const Argument& word = words_[i];
      const std::string_view text = word.text;
      if (text.size() < 2 || text[0] != '-') {
        value("", word, text);
        continue;
      }
      std::string_view name = text.substr(text.starts_with("--") ? 2 : 1);
      const size_t equals = name.find('=');
      if (equals != std::string_view::npos) {
        value(name.substr(0, equals), word, name.substr(equals + 1));
        continue;
      }
      const bool attached = !text.starts_with("--") && name.size() > 1 && is_port_letter(name[0]);
      if (attached) {
        value(name.substr(0, 1), word, name.substr(1));
        continue;
      }
      const bool has_value = i + 1 < words_.size() && !words_[i + 1].text.starts_with('-');
      if (is_one_of(name, open_flags) || (name == "host" && !has_value)) open_ = true;
      if (has_value) {
        ++i;
        value(name, words_[i], words_[i].text);
      }
    }
  }

  bool is_port_letter(char c) const {
    return server_ && server_->port_letters.find(c) != std::string_view::npos;
  }

  // Of a flag, or of no flag where `flag` is empty.
  void value(std::string_view flag, const Argument& word, std::string_view text) {
    const bool number = read_port_number(text) != 0;
    if (number && (is_one_of(flag, port_flags) || is_port_flag_of_server(flag))) {
      numbers_.push_back({&word, text});
      return;
    }
    if (is_one_of(flag, host_flags) && read_address(text).port == 0) return host(text);
    if (flag.empty() && is_any_address(text) && text.size() > 1) open_ = true;
    if (text.find("-LISTEN:") != std::string_view::npos) return socat(word, text);
    addresses(flag, word, text);
  }

  bool is_port_flag_of_server(std::string_view flag) const {
    if (flag.size() != 1) return false;
    // -p says little, but next to an address to listen at it says enough.
    return is_port_letter(flag[0]) || (flag == "p" && !server_ && says_open_);
  }

  void host(std::string_view text) {
    if (is_any_address(text) || is_any_address(read_address(text).host))
      open_ = true;
    else
      closed_ = true;
  }

  // 0.0.0.0:80 and the like, alone, in a list, or somewhere in a text.
  void addresses(std::string_view flag, const Argument& word, std::string_view text) {
    bool any = false;
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view item = rest.substr(0, rest.find_first_of(",;"));
      rest.remove_prefix(std::min(item.size() + 1, rest.size()));
      const Address address = read_address(item);
      if (address.port == 0) continue;
      const bool whole = address.host.empty() && !address.scheme && !flag.empty() &&
                         flag.find("display") == std::string_view::npos;
      const bool named = !address.host.empty() && is_any_address(address.host) &&
                         (address.host.size() > 1 || !flag.empty() || address.scheme);
      if (!whole && !named) continue;
      add(word, address.digits, address.udp);
      any = true;
    }
    constexpr std::string_view everywhere = "0.0.0.0:";
    const size_t at = any ? std::string_view::npos : text.find(everywhere);
    if (at == std::string_view::npos) return;
    const std::string_view digits = leading_digits(text.substr(at + everywhere.size()));
    if (read_port_number(digits) != 0) add(word, digits);
  }

  void socat(const Argument& word, std::string_view text) {
    const std::string_view digits = leading_digits(text.substr(text.find("-LISTEN:") + 8));
    if (read_port_number(digits) != 0 && text.find("bind=127.") == std::string_view::npos)
      add(word, digits, text.starts_with("UDP"));
  }

  void netcat() {
    bool listens = false;
    for (const Argument& word : words_) {
      listens |= word.text.size() > 1 && word.text[0] == '-' && word.text[1] != '-' &&
                 word.text.find('l') != std::string_view::npos;
      listens |= word.text == "--listen";
    }
    for (const Argument& word : words_) {
      if (listens && read_port_number(word.text) != 0) return add(word, word.text);
    }
  }

  void number_of_http_server() {
    for (size_t i = 0; i < words_.size(); ++i) {
      const bool after_flag = i > 0 && words_[i - 1].text.starts_with('-');
      if (!after_flag && read_port_number(words_[i].text) != 0)
        numbers_.push_back({&words_[i], words_[i].text});
    }
  }

  // Django: a number alone is a port of 127.0.0.1, and 0 stands for 0.0.0.0.
  void run_server() {
    if (words_.empty() || !words_[0].text.starts_with("run")) return;
    for (const Argument& word : words_.subspan(1)) {
      const Address address = read_address(word.text);
      if (address.port != 0 && (is_any_address(address.host) || address.host == "0"))
        add(word, address.digits);
    }
  }

  Words words_;
  std::vector<Listener>& found_;
  std::string_view name_;
  const Server* server_ = nullptr;
  bool says_open_ = false;  // some word is or ends with 0.0.0.0
  bool open_ = false;       // told to listen at every address
  bool closed_ = false;     // … at some other address, or a client
  struct Number {
    const Argument* word;
    std::string_view digits;
  };
  std::vector<Number> numbers_;
};

// What a text asks of its own machine.
struct Asked {
  uint32_t port = 0;
  std::string_view where;  // the digits, or the host where there are none; empty: nothing
};

Asked asked_of(std::string_view text) {
  for (const std::string_view host : {"localhost", "127.0.0.1", "0.0.0.0", "[::1]"}) {
    const size_t at = text.find(host);
    if (at == std::string_view::npos) continue;
    const std::string_view before = text.substr(0, at), rest = text.substr(at + host.size());
    const bool whole =
        before.empty() || std::string_view("/'\"@=, ([").find(before.back()) != text.npos;
    if (!whole) return {};
    const std::string_view name = text.substr(at, host.size());
    if (rest.starts_with(':')) {
      const std::string_view digits = leading_digits(rest.substr(1));
      return {read_port_number(digits), digits};
    }
    if (!rest.empty() && rest[0] != '/') return {};
    const uint32_t usual = before.ends_with("http://")    ? 80
                           : before.ends_with("https://") ? 443
                                                          : 0;
    return {usual, name};
  }
  return {};
}

// PORT=8080 before the command, or among its first words.
void assigned(Words words, std::vector<Listener>& found) {
  for (const Argument& word : words) {
    const size_t equals = word.text.find('=');
    if (equals == std::string_view::npos || word.text.starts_with('-')) continue;
    Argument value = word;
    value.text = word.text.substr(equals + 1);
    for (Listener& listener : variable_ports(word.text.substr(0, equals), value)) {
      listener.place = part(word, value.text);
      found.push_back(listener);
    }
  }
}

}  // namespace

bool is_any_address(std::string_view host) {
  return host == "0.0.0.0" || host == "::" || host == "[::]" || host == "*" || host == "+";
}

std::vector<Argument> arguments(const Command& command, const Environment& environment,
                                std::deque<std::string>& storage) {
  std::vector<Argument> words;
  words.reserve(command.assignments.size() + command.words.size());
  const Instruction* in = command.script->in;
  const auto known = [&](std::string_view text, bool expands) -> std::string_view {
    if (!expands || text.find('$') == std::string_view::npos) return text;
    ExpandedText expansion = expand(text, {.no_quotes = true}, environment);
    const auto unknown = [](const VariableUse& use) { return !use.found && use.modifier != '-'; };
    const bool any = std::any_of(expansion.uses.begin(), expansion.uses.end(), unknown);
    if (any || !expansion.error.empty()) return text;
    return storage.emplace_back(std::move(expansion.text));
  };
  for (const Assignment& assignment : command.assignments) {
    const std::string_view value = command.text(assignment.value);
    const Span span = {assignment.name_word.span.begin, assignment.value.span.end};
    std::string text(assignment.name);
    text.append("=").append(known(value, assignment.value.expands));
    words.push_back({storage.emplace_back(std::move(text)), {in, span}});
  }
  for (const ShellWord& word : command.words)
    words.push_back({known(command.text(word), word.expands), {in, word.span}});
  return words;
}

std::vector<Listener> listeners(const std::vector<Argument>& words, bool open) {
  std::vector<Listener> found;
  size_t program = 0;
  while (program < words.size() && words[program].text.find('=') != std::string_view::npos &&
         !words[program].text.starts_with('-') && !words[program].text.starts_with('/')) {
    ++program;
  }
  const Words all(words);
  Reader(all.subspan(program), found).read(open);
  if (found.empty()) assigned(all.subspan(0, program), found);
  return found;
}

std::vector<Listener> asked_ports(const std::vector<Argument>& words) {
  std::vector<Listener> found;
  if (words.empty()) return found;
  const bool netcat = is_one_of(base_name(words[0].text), "nc ncat netcat telnet");
  for (size_t i = 0; i < words.size(); ++i) {
    const Argument& word = words[i];
    const Asked asked = asked_of(word.text);
    if (asked.port != 0) found.push_back({asked.port, false, part(word, asked.where)});
    if (!netcat || asked.where != word.text || i + 1 == words.size()) continue;
    const Argument& next = words[i + 1];
    if (const uint32_t port = read_port_number(next.text))
      found.push_back({port, false, part(next, next.text)});
  }
  return found;
}

std::vector<Listener> variable_ports(std::string_view name, const Argument& value) {
  constexpr std::string_view numbers =
      "PORT HTTP_PORT HTTPS_PORT APP_PORT SERVER_PORT LISTEN_PORT HTTP_LISTEN_PORT "
      "FLASK_RUN_PORT UVICORN_PORT NUXT_PORT NITRO_PORT GRADIO_SERVER_PORT STREAMLIT_SERVER_PORT "
      "ASPNETCORE_HTTP_PORTS ASPNETCORE_HTTPS_PORTS";
  constexpr std::string_view urls = "ASPNETCORE_URLS DOTNET_URLS GUNICORN_BIND";
  const bool number = is_one_of(name, numbers), url = is_one_of(name, urls);
  std::vector<Listener> found;
  if (!number && !url) return found;
  for (std::string_view rest = value.text; !rest.empty();) {
    const std::string_view item = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    const Address address = url ? read_address(item) : Address{};
    const std::string_view digits = url ? address.digits : item;
    if (url && !address.host.empty() && !is_any_address(address.host)) continue;
    if (read_port_number(digits) != 0)
      found.push_back({read_port_number(digits), false, part(value, digits)});
  }
  return found;
}

}  // namespace dflint
