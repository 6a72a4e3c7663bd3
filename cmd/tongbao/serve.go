package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/crypto/bcrypt"

	"tongbao/pipeline"
)

var serveCommand = command{
	name: "serve", title: "网页：各期通报、看板、常用问题和查询",
	help: `用法：tongbao serve --out 文件夹 [--listen 127.0.0.1:8420] [--users 文件]
      tongbao serve --hash < 口令

  --out       输出文件夹
  --listen    地址和端口，默认只有本机能打开；别的地址必须有 --users
  --users     用户文件：每行“用户:口令的bcrypt值:角色”，角色为查看、分析或发布
  --hash      从标准输入读一行口令，写出它的bcrypt值

查看：各期通报、指标和常用问题；分析、发布：还可以写查询、下载数据库。
网页上的一切都只读。每次提问在标准错误上记一行。Ctrl+C 停止。
`,
	run: runServe,
}

const (
	shutdownGrace = 5 * time.Second
	// queryDeadline is shorter than at the command line: somebody waits at a page.
	queryDeadline = 15 * time.Second
)

func runServe(ctx context.Context, w world, args []string) error {
	f := flags("serve")
	out := f.String("out", "", "")
	listen := f.String("listen", "127.0.0.1:8420", "")
	usersFile := f.String("users", "", "")
	hash := f.Bool("hash", false, "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if *hash {
		return hashPassword(os.Stdin, w.out)
	}
	if *out == "" {
		return misuse("要用 --out 写明输出文件夹")
	}
	if info, err := os.Stat(*out); err != nil || !info.IsDir() {
		return fmt.Errorf("输出文件夹 %s 不存在；先运行 tongbao run", *out)
	}
	users, err := readUsers(*usersFile)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(*listen)
	if err != nil {
		return misuse("--listen %s 不是地址，写作 127.0.0.1:8420", *listen)
	}
	if !loopback(host) && users == nil {
		return misuse("--listen %s 别的机器也能打开，必须用 --users 写明用户和口令", *listen)
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return fmt.Errorf("%s 打不开：%w；换一个端口或停掉占用它的程序", *listen, err)
	}
	desk := pipeline.Desk{Out: *out, Jail: jail()}
	desk.Jail.Deadline = queryDeadline
	log := slog.New(slog.NewTextHandler(w.err, nil))
	s, err := newServer(desk, users, log, time.Now)
	if err != nil {
		return err
	}
	s.local = loopback(host)
	fmt.Fprintf(w.err, "打开 http://%s/ ；Ctrl+C 停止。\n", listener.Addr())
	return s.serve(ctx, listener)
}

// serve answers until the context ends, then lets what is running finish.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	h := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 2 * time.Minute,
		IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := h.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return errStopped
}

// errStopped ends a server that was asked to stop: nothing went wrong.
var errStopped = errors.New("已停止")

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
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
