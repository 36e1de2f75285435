// The program's operator new and delete: keeps small blocks that were freed for the next that asks.
//
// Of each file hundreds of small values are made, and all go when its findings are printed. The
// system's allocator keeps seven free blocks of a size at hand and looks at the neighbours of all
// others; here each thread keeps all that one file needs. The blocks are the system's own, so that
// it does not matter who frees them.
#include <malloc.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

struct Block {
  Block* next;
};

// Free blocks of one size, the youngest first: its memory is still in the processor's caches.
struct FreeList {
  Block* first = nullptr;
  size_t count = 0;
};

// The system hands out blocks of 24, 40, 56 … bytes; a list holds those of one such size or more.
constexpr size_t step = 16, overhead = 8, lists = 64;
constexpr size_t most_bytes = size_t{64} << 10;  // in one list

constexpr size_t size_of(size_t list) { return list * step + overhead; }
constexpr size_t list_for(size_t size) { return (size + step - overhead - 1) / step; }

constinit thread_local std::array<FreeList, lists> free_blocks{};
constinit thread_local bool keeps = false;  // not before it is sure that they are given back

// Each growth of a thread's heap is a call of the system, which by default gives one page. To
// choose that turns off what the allocator learns of itself, so the other limits are those it would
// reach.
[[maybe_unused]] const bool in_large_steps = [] {
  ::mallopt(M_TOP_PAD, 1 << 20);
  ::mallopt(M_MMAP_THRESHOLD, 4 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 8 << 20);
  return true;
}();

// A thread's blocks go back when it ends; those of the program need not.
struct GiveBack {
  GiveBack() { keeps = true; }
  ~GiveBack() {
    keeps = false;
    if (::gettid() == ::getpid()) return;
    for (FreeList& list : free_blocks) {
      while (Block* block = list.first) {
        list.first = block->next;
        std::free(block);
      }
    }
  }
};

[[gnu::noinline]] void* from_system(size_t size) {
  static thread_local GiveBack give_back;
  void* block = std::malloc(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

// `number` is that of the list into which a block of this size belongs.
void give(void* memory, size_t number) noexcept {
  if (memory == nullptr) return;
  if (number >= lists || !keeps) return std::free(memory);
  FreeList& list = free_blocks[number];
  if (list.count * size_of(number) >= most_bytes) return std::free(memory);
  list.first = new (memory) Block{list.first};
  ++list.count;
}

}  // namespace

void* operator new(size_t size) {
  const size_t number = list_for(size);
  if (number >= lists) return from_system(size);
  FreeList& list = free_blocks[number];
  Block* block = list.first;
  if (block == nullptr) return from_system(size_of(number));
  list.first = block->next;
  --list.count;
  return block;
}

void operator delete(void* memory, size_t size) noexcept { give(memory, list_for(size)); }

void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  give(memory, (::malloc_usable_size(memory) - overhead) / step);
}
