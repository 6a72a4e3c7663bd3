package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// disk mounts a disk of a size in bytes, as only root may.
func disk(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options)
	if errors.Is(err, syscall.EPERM) {
		t.Skip("a small disk can be mounted by root only")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill leaves so many bytes free on a disk.
func fill(t *testing.T, dir string, free int64) {
	t.Helper()
	filler := filepath.Join(dir, "别的文件")
	if err := os.Remove(filler); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Fallocate(int(f.Fd()), 0, 0, int64(s.Bavail)*s.Bsize-free); err != nil {
		t.Fatal(err)
	}
}

// TestFullDisk lets the disk be full at different steps of a correction.
func TestFullDisk(t *testing.T) {
	dir := disk(t, "size=64m")
	out := filepath.Join(dir, "通报")
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone)
	ledgers := worked(t, replace(t, batchFile, "20.0000", "21.0000"))
	for _, free := range []int64{4 << 10, 1 << 20, 4 << 20} {
		fill(t, dir, free)
		untouched(t, out, func() {
			tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitFailed, "磁盘满", "腾出空间", "没有变动")
		})
	}
	if err := os.Remove(filepath.Join(dir, "别的文件")); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitDone, "第2版")
}

// TestOddNames: a folder may be called anything but what DuckDB cannot open, and
// its name opens no door: read-only and no access to files hold wherever it lies.
func TestOddNames(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "石龙区's [通报] 100% #1;&a=b* \\")
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone)
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone, "没有改动")
	untouched(t, out, func() {
		tongbao(t, "sql", "--out", out, "SELECT count(*) FROM fact.batch").says(t, exitDone)
		tongbao(t, "sql", "--out", out, "SELECT * FROM read_text('/etc/hostname')").says(t, exitFailed)
		tongbao(t, "sql", "--out", out, "CREATE TABLE x AS SELECT 1 AS a").says(t, exitFailed)
	})
	tongbao(t, "run", "--ledgers", workedLedgers, "--out", filepath.Join(dir, "通报?")).says(t, exitFailed, "通报?", "问号", "换一个")
}

// TestUnwritableOutput: permissions do not bind root, so the folder lies where
// nobody can make one, and on a disk that was mounted for reading.
func TestUnwritableOutput(t *testing.T) {
	file := filepath.Join(t.TempDir(), "文件")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{filepath.Join(file, "通报"), file, "/proc/通报"} {
		tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitFailed, out, "检查", "没有变动")
	}
	t.Run("read-only disk", func(t *testing.T) {
		out := disk(t, "size=40m")
		tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitDone)
		if err := syscall.Mount("", out, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		untouched(t, out, func() {
			tongbao(t, "run", "--ledgers", workedLedgers, "--out", out).says(t, exitFailed, out, "权限")
		})
		// Reading goes on.
		tongbao(t, "sql", "--out", out, "SELECT count(*) FROM fact.batch").says(t, exitDone)
		tongbao(t, "check", "--ledgers", workedLedgers, "--out", out).says(t, exitDone)
	})
}

// TestDueOnBadDisks: a slot that falls due on a full or read-only disk is told,
// and done once there is room.
func TestDueOnBadDisks(t *testing.T) {
	dir := disk(t, "size=48m")
	out := filepath.Join(dir, "通报")
	due := []string{"run", "--due", "--ledgers", workedLedgers, "--out", out}
	at(t, "2024-07-01 09:00", due...).says(t, exitNotDue)
	fill(t, dir, 1<<20)
	at(t, "2024-07-10 09:00", due...).says(t, exitFailed, "失败", "no space", "09:10")
	fill(t, dir, 0)
	at(t, "2024-07-10 09:10", due...).says(t, exitFailed, "磁盘满")
	if err := os.Remove(filepath.Join(dir, "别的文件")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	at(t, "2024-07-10 09:20", due...).says(t, exitFailed, "权限")
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	at(t, "2024-07-10 09:30", due...).says(t, exitDone, "第1版")
	tongbao(t, "verify", "--out", out).says(t, exitDone)
}
