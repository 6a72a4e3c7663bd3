package pipeline

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/pipeline/ledger"
	"tongbao/queries"
)

// BenchmarkRatioGB18030 reads a supply ledger of 1 000 000 rows in GB18030 into
// raw.supply, and lets DuckDB's read_csv take the same ledger in UTF-8 into a
// table of text. x-wall and x-cpu are how many times as long ours takes,
// stage-s the part of it that is not DuckDB's.
func BenchmarkRatioGB18030(b *testing.B) {
	const rows = 1_000_000
	root := b.TempDir()
	if err := os.Mkdir(filepath.Join(root, "2024Q2"), 0o755); err != nil {
		b.Fatal(err)
	}
	plain := filepath.Join(root, "plain.csv")
	writeSupplies(b, plain, filepath.Join(root, "2024Q2", "供地.csv"), rows)
	bare, err := os.ReadFile("testdata/bare.sql")
	if err != nil {
		b.Fatal(err)
	}
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	var wall, cpu [2]time.Duration
	var staging time.Duration
	measure := func(i int, work func()) {
		start, before := time.Now(), used()
		work()
		wall[i] += time.Since(start)
		cpu[i] += used() - before
	}
	for b.Loop() {
		measure(0, func() {
			db, err := sql.Open("duckdb", locked)
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(strings.ReplaceAll(string(bare), "FILE", plain)); err != nil {
				b.Fatal(err)
			}
		})
		measure(1, func() {
			start := time.Now()
			stage := b.TempDir()
			v := ledger.DefaultVocabulary()
			if _, err := ledger.Read(b.Context(), ledger.Source{Root: root, Quarter: "2024Q2"}, v, stage); err != nil {
				b.Fatal(err)
			}
			staging += time.Since(start)
			if err := stageSettings(stage, Request{Quarter: queries.Quarter{Year: 2024, N: 2}}, v); err != nil {
				b.Fatal(err)
			}
			s, err := openStore(b.Context(), stage)
			if err != nil {
				b.Fatal(err)
			}
			defer s.db.Close()
			ctx, enough := context.WithCancel(b.Context())
			defer enough()
			err = queries.Build(ctx, s.db, 1, func(layer string) {
				if layer == "raw" {
					enough() // what is above raw is not reading
				}
			})
			if !errors.Is(err, context.Canceled) {
				b.Fatal(err)
			}
			if t := mustSelect(b, s, "SELECT count(*) AS n FROM raw.supply"); t.Text(0, "n") != fmt.Sprint(rows) {
				b.Fatalf("%s rows", t.Text(0, "n"))
			}
		})
	}
	b.ReportMetric(wall[1].Seconds()/wall[0].Seconds(), "x-wall")
	b.ReportMetric(cpu[1].Seconds()/cpu[0].Seconds(), "x-cpu")
	b.ReportMetric(wall[0].Seconds()/float64(b.N), "duckdb-s")
	b.ReportMetric(staging.Seconds()/float64(b.N), "stage-s")
}

func mustSelect(b *testing.B, s *store, statement string) queries.Table {
	b.Helper()
	t, err := queries.Select(b.Context(), s.db, statement)
	if err != nil {
		b.Fatal(err)
	}
	return t
}

// writeSupplies writes the same ledger in UTF-8 and in GB18030.
func writeSupplies(b *testing.B, plain, gb string, rows int) {
	b.Helper()
	for path, encode := range map[string]bool{plain: false, gb: true} {
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriterSize(f, 1<<20)
		line := func(text string) {
			if encode {
				if text, err = simplifiedchinese.GB18030.NewEncoder().String(text); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := w.WriteString(text); err != nil {
				b.Fatal(err)
			}
		}
		line("电子监管号,合同编号,批准文号,地块编号,供应方式,签订日期,供地面积（公顷）,分摊面积（公顷）,成交价款（万元）,用地单位,土地用途,约定交地日期,约定动工日期,约定竣工日期,实际动工日期,实际竣工日期,撤销日期,撤销原因\r\n")
		for i := range rows {
			line(fmt.Sprintf("41040420%02dB%07d,石龙出让20%02d-%06d,豫政土〔20%02d〕%d号,DK-%07d,挂牌出让,20%02d-%02d-%02d,%d.%04d,%d.%04d,%d,平顶山示例%d号建设有限公司,工业用地,2020-01-01,2020-07-01,2022-07-01,2020-06-20,,,\r\n",
				i%20, i, i%20, i, i%20, i%900, i, i%20, i%12+1, i%28+1, i%40, i%10000, i%40, i%10000, i%9000+100, i%5000))
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
