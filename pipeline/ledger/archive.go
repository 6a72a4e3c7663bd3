package ledger

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// What an archive of attachments may hold: enough for a province's quarter, far
// less than a zip bomb.
const (
	maxMembers     = 2000
	maxMemberSize  = 1 << 30
	maxSibling     = 256 << 20
	maxArchiveSize = 4 << 30
	maxArchives    = 3 // an archive in an archive in an archive
)

// inflated counts what the quarter's archives have been inflated to, however
// they are nested.
type inflated struct {
	members, depth int
	size           int64
}

// readArchive reads the files inside a zip as if they lay in a folder of its
// name. Members are spooled to the staging folder, one at a time. What is too
// large, encrypted or leads out of the archive is told by name.
func (l *loader) readArchive(archive string, z *zip.Reader, skip func(string) bool) error {
	if l.archives.depth++; l.archives.depth > maxArchives {
		l.archives.depth--
		return errors.New("压缩包套压缩包超过三层，没有读取。请解压后放入")
	}
	defer func() { l.archives.depth-- }()
	members := map[string]*zip.File{}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, `\`) {
			continue
		}
		name, err := memberName(f)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(strings.Split(name, "/"), skipped) {
			continue
		}
		if members[name] != nil {
			return fmt.Errorf("压缩包中有两个文件都叫 %s。请解压后放入", name)
		}
		members[name] = f
	}
	if l.archives.members += len(members); l.archives.members > maxMembers {
		return fmt.Errorf("压缩包中的文件超过%d个。请解压后只放入台账文件", maxMembers)
	}
	for _, name := range sortedKeys(members) {
		beside := func(ext string) ([]byte, bool, error) { return besideMember(members, name, ext) }
		if err := l.readMember(archive+"/"+name, members[name], beside, skip); err != nil {
			return err
		}
	}
	return nil
}

// memberName is a member's path with /. Windows writes names in GBK without
// saying so; they are told from UTF-8 by not being it.
func memberName(f *zip.File) (string, error) {
	name := f.Name
	if f.NonUTF8 && !utf8.ValidString(name) {
		out, used, bad := decodeGB18030(nil, []byte(name), true)
		if bad || used < len(name) {
			return "", fmt.Errorf("压缩包中的文件名不能按GB18030解码（% X）。请解压后放入", f.Name)
		}
		name = string(out)
	}
	name = path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, "../") || name == ".." || strings.Contains(name, ":") {
		return "", fmt.Errorf("压缩包中的文件名 %s 指到压缩包之外，没有读取。请解压后放入", name)
	}
	return name, nil
}

// besideMember reads a member's sibling in its archive.
func besideMember(members map[string]*zip.File, name, ext string) ([]byte, bool, error) {
	stem := strings.TrimSuffix(name, path.Ext(name))
	for _, n := range []string{stem + ext, stem + strings.ToUpper(ext)} {
		if f := members[n]; f != nil {
			r, err := f.Open()
			if err != nil {
				return nil, false, err
			}
			defer r.Close()
			data, err := readSibling(r)
			return data, err == nil, err
		}
	}
	return nil, false, nil
}

// readMember spools one member and reads it as a file.
func (l *loader) readMember(name string, f *zip.File, beside siblings, skip func(string) bool) error {
	if f.Flags&1 != 0 {
		return l.unreadable(name, errors.New("压缩包加了密码。请去掉密码或解压后放入"))
	}
	spool, err := os.CreateTemp(l.spool, "member-")
	if err != nil {
		return &stageError{err}
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	if err := l.inflate(spool, f); err != nil {
		return l.unreadable(name, err)
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return &stageError{err}
	}
	return l.readOpened(name, spool, beside, skip)
}

func (l *loader) inflate(spool io.Writer, f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("压缩包内容有误（%w）。请重新打包或解压后放入", cause(err))
	}
	defer r.Close()
	n, err := io.Copy(spool, io.LimitReader(r, maxMemberSize+1))
	l.archives.size += n
	switch {
	case err != nil:
		return fmt.Errorf("压缩包内容有误（%w）。请重新打包或解压后放入", cause(err))
	case n > maxMemberSize || l.archives.size > maxArchiveSize:
		return fmt.Errorf("压缩包解开后过大（单个文件超过%d MB或合计超过%d MB），没有读取。请解压后只放入台账文件", maxMemberSize>>20, int64(maxArchiveSize)>>20)
	}
	return nil
}
