package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
)

var serveCommand = command{
	name: "serve", title: "网页：各期通报、看板、常用问题和查询",
	help: `用法：tongbao serve --out 文件夹 [--ledgers 台账文件夹] [--listen 127.0.0.1:8420] [--users 文件]
      tongbao serve --hash < 口令

  --out       输出文件夹
  --ledgers   设置文件 tongbao.toml 所在的文件夹，默认当前文件夹；或用 --config 写明文件。设置见 [serve]
  --listen    地址和端口，默认只有本机能打开；别的地址必须有用户文件
  --users     用户文件：每行“用户:口令的bcrypt值:角色”，角色为查看、分析或发布；权限须是 600
  --hash      从标准输入读一行口令，写出它的bcrypt值

查看：各期通报、指标和常用问题；分析：还可以写查询、下载数据库；发布：还可以看草稿，审核、签发。
签发草稿以外，网页上的一切都只读。每次提问在标准错误上记一行。Ctrl+C 停止。
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
	ledgers := f.String("ledgers", ".", "")
	config := f.String("config", "", "")
	listen := f.String("listen", "", "")
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
	path := filepath.Join(*ledgers, "tongbao.toml")
	if *config != "" {
		path = *config
	}
	settings, err := pipeline.ReadSettings(path, *config != "")
	if err != nil {
		return err
	}
	where := settings.Serve
	if where.Users != "" && !filepath.IsAbs(where.Users) {
		where.Users = filepath.Join(filepath.Dir(path), where.Users)
	}
	if *listen != "" {
		where.Listen = *listen
	}
	if *usersFile != "" {
		where.Users = *usersFile
	}
	s, listener, err := openServer(w, *out, where)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.err, "打开 http://%s/ ；Ctrl+C 停止。\n", listener.Addr())
	return s.serve(ctx, listener)
}

// openServer opens the address of the settings, if who may come in is said.
func openServer(w world, out string, where pipeline.Serve) (*server, net.Listener, error) {
	users, err := readUsers(where.Users)
	if err != nil {
		return nil, nil, err
	}
	host, _, err := net.SplitHostPort(where.Listen)
	if err != nil {
		return nil, nil, misuse("地址 %s 不对，写作 127.0.0.1:8420", where.Listen)
	}
	if !loopback(host) && users == nil {
		return nil, nil, misuse("%s 别的机器也能打开，必须用 --users 或设置 serve.users 写明用户和口令", where.Listen)
	}
	desk := pipeline.Desk{Out: out, Jail: jail()}
	desk.Jail.Deadline = queryDeadline
	s, err := newServer(desk.Resident(slots), users, slog.New(slog.NewTextHandler(w.err, nil)), w.now)
	if err != nil {
		return nil, nil, err
	}
	s.local, s.userHeader = loopback(host), where.UserHeader
	s.holder = func() edition.Holder { return holder(w) }
	for _, text := range where.TrustedProxies {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			ip, e := netip.ParseAddr(text)
			if e != nil {
				return nil, nil, fmt.Errorf("设置 serve.trusted_proxies 里的 %q 不是地址，写作 \"10.1.2.3/32\"", text)
			}
			p = netip.PrefixFrom(ip, ip.BitLen())
		}
		s.proxies = append(s.proxies, p)
	}
	if (len(s.proxies) > 0 || s.userHeader != "") && users == nil {
		return nil, nil, misuse("设置了 serve.trusted_proxies 或 serve.user_header，就必须有用户文件（serve.users）写明各人的角色")
	}
	listener, err := net.Listen("tcp", where.Listen)
	if err != nil {
		return nil, nil, fmt.Errorf("%s 打不开：%w；换一个端口或停掉占用它的程序", where.Listen, err)
	}
	return s, listener, nil
}

// serve answers until the context ends, then lets what is running finish.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	h := &http.Server{Handler: s.handler(), ReadHeaderTimeout: s.slow.header, ReadTimeout: s.slow.body, WriteTimeout: s.slow.answer,
		IdleTimeout: s.slow.idle, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}
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
