package pipeline

// DuckDB writes a block of text as it stands in memory, with a gap of a few bytes
// between what is counted and what is stored. What an earlier user of that memory
// left in the gap would make equal editions differ, and leak. So while a database
// is sealed, what DuckDB's allocator hands out is cleared; at any other time that
// would only cost. The linker puts the wrapper before the allocator.

// #cgo LDFLAGS: -Wl,--wrap=duckdb_je_malloc
// #include <stdatomic.h>
// #include <string.h>
//
// extern void *__real_duckdb_je_malloc(size_t size);
//
// static atomic_int clearing;
//
// void *__wrap_duckdb_je_malloc(size_t size) {
//	void *p = __real_duckdb_je_malloc(size);
//	if (p && atomic_load_explicit(&clearing, memory_order_relaxed)) memset(p, 0, size);
//	return p;
// }
//
// static void tongbao_clear(int by) { atomic_fetch_add(&clearing, by); }
import "C"

// clearMemory has DuckDB's memory cleared until the function it returns is called.
func clearMemory() (done func()) {
	C.tongbao_clear(1)
	return func() { C.tongbao_clear(-1) }
}
