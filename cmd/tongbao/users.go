package main

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/crypto/bcrypt"
)

// roles of a user of the pages: 查看 sees editions and saved questions, 分析 asks
// statements of their own, 发布 is for what will one day change something.
var roles = map[string]bool{"查看": false, "分析": true, "发布": true} // may they write statements?

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
	nobody []byte
}

type user struct {
	name, role string
	hash       []byte
}

// readUsers reads a file of users; an empty path is none.
func readUsers(path string) (*users, error) {
	if path == "" {
		return nil, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("用户文件读不了：%w", err)
	}
	u := &users{list: map[string]user{}, known: map[[32]byte]bool{}}
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
		if len(parts) != 3 {
			return nil, fmt.Errorf("用户文件 %s 第%d行：写作 用户:bcrypt值:角色", path, i+1)
		}
		if _, ok := roles[parts[2]]; !ok {
			return nil, fmt.Errorf("用户文件 %s 第%d行：角色“%s”只能是查看、分析或发布", path, i+1, parts[2])
		}
		if cost, err := bcrypt.Cost([]byte(parts[1])); err != nil || cost < bcrypt.DefaultCost {
			return nil, fmt.Errorf("用户文件 %s 第%d行：口令须是 bcrypt 值（tongbao serve --hash 可以算出）", path, i+1)
		}
		u.list[parts[0]] = user{name: parts[0], role: parts[2], hash: []byte(parts[1])}
	}
	if len(u.list) == 0 {
		return nil, fmt.Errorf("用户文件 %s 里没有用户", path)
	}
	return u, nil
}

// admit is the user of a name and password.
func (u *users) admit(name, password string) (user, bool) {
	found, ok := u.list[name]
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
	if bcrypt.CompareHashAndPassword(found.hash, []byte(password)) != nil || !ok {
		return user{}, false
	}
	u.mu.Lock()
	u.known[mark] = true
	u.mu.Unlock()
	return found, true
}

func readLine(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}
