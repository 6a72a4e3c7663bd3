package main

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/crypto/bcrypt"
)

// roles of a user of the pages, each with what those before it may: 查看 sees
// editions and saved questions, 分析 asks statements and takes databases along,
// 发布 sees drafts, approves and publishes them.
var roles = []string{"查看", "分析", "发布"}

// users are who may open the pages; nil is everybody on this machine.
type users struct {
	list map[string]user
	// known are the names and passwords that were right, hashed with a key of this
	// process: bcrypt is slow by design and a page is many requests.
	mu    sync.Mutex
	known map[[32]byte]bool
	key   [32]byte
	// nobody is compared with when a name is unknown, so that the answer takes as
	// long as for a known one.
	nobody  []byte
	compare func(hash, password []byte) error
}

type user struct {
	name, role string
	hash       []byte
}

// may says whether a user's role includes another.
func (u user) may(role string) bool {
	return slices.Index(roles, u.role) >= slices.Index(roles, role)
}

// byProxy stands in place of a password for those whom only a proxy lets in.
const byProxy = "-"

// readUsers reads a file of users; an empty path is none. Others on the machine
// must not be able to read it.
func readUsers(path string) (*users, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("用户文件读不了：%w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("用户文件 %s 别的用户也能读写；请先 chmod 600 %s", path, path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("用户文件读不了：%w", err)
	}
	u := &users{list: map[string]user{}, known: map[[32]byte]bool{}, compare: bcrypt.CompareHashAndPassword}
	if _, err := rand.Read(u.key[:]); err != nil {
		return nil, err
	}
	if u.nobody, err = bcrypt.GenerateFromPassword(u.key[:], bcrypt.DefaultCost); err != nil {
		return nil, err
	}
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, ":")
		if len(parts) != 3 || parts[0] == "" {
			return nil, fmt.Errorf("用户文件 %s 第%d行：写作 用户:bcrypt值:角色", path, i+1)
		}
		if _, twice := u.list[parts[0]]; twice {
			return nil, fmt.Errorf("用户文件 %s 第%d行：用户“%s”写了两次", path, i+1, parts[0])
		}
		if !slices.Contains(roles, parts[2]) {
			return nil, fmt.Errorf("用户文件 %s 第%d行：角色“%s”只能是查看、分析或发布", path, i+1, parts[2])
		}
		hash := []byte(parts[1])
		if cost, err := bcrypt.Cost(hash); parts[1] == byProxy {
			hash = nil
		} else if err != nil || cost < bcrypt.DefaultCost {
			return nil, fmt.Errorf("用户文件 %s 第%d行：口令须是 bcrypt 值（tongbao serve --hash 可以算出），只从反向代理进来的写 -", path, i+1)
		}
		u.list[parts[0]] = user{name: parts[0], role: parts[2], hash: hash}
	}
	if len(u.list) == 0 {
		return nil, fmt.Errorf("用户文件 %s 里没有用户", path)
	}
	return u, nil
}

// admit is the user of a name and password.
func (u *users) admit(name, password string) (user, bool) {
	found, ok := u.list[name]
	ok = ok && found.hash != nil
	if !ok {
		found.hash = u.nobody
	}
	mark := sha256.Sum256([]byte(string(u.key[:]) + name + "\x00" + password))
	u.mu.Lock()
	right := u.known[mark]
	u.mu.Unlock()
	if right {
		return found, ok
	}
	if u.compare(found.hash, []byte(password)) != nil || !ok {
		return user{}, false
	}
	u.mu.Lock()
	u.known[mark] = true
	u.mu.Unlock()
	return found, true
}

func hashPassword(in io.Reader, out io.Writer) error {
	password, err := readLine(in)
	if err != nil || len(password) < 8 || len(password) > 72 {
		return misuse("口令须是8至72个字节的一行文字")
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", hash)
	return err
}

func readLine(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}
