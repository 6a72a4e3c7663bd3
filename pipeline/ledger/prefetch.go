package ledger

import (
	"bytes"
	"io"
	"sync"
)

const (
	chunkSize   = 256 << 10
	chunkAhead  = 4
	maxRecord   = 16 << 20 // bytes of one record, one XML text, one GeoJSON token
	stageBuffer = 1 << 20
)

// prefetch reads ahead in a goroutine of its own, so that hashing, inflating
// and decoding a file go on beside parsing it. NUL bytes are dropped when strip
// is set: text never needs them.
type prefetch struct {
	chunks chan []byte
	free   chan []byte
	stop   chan struct{}
	once   sync.Once
	ended  sync.WaitGroup

	current []byte
	rest    []byte
	err     error // set before chunks is closed
}

func newPrefetch(r io.Reader, strip bool) *prefetch {
	p := &prefetch{
		chunks: make(chan []byte, chunkAhead),
		free:   make(chan []byte, chunkAhead+2),
		stop:   make(chan struct{}),
	}
	p.ended.Add(1)
	go p.run(r, strip)
	return p
}

func (p *prefetch) run(r io.Reader, strip bool) {
	defer p.ended.Done()
	defer close(p.chunks)
	for {
		var buf []byte
		select {
		case buf = <-p.free:
		default:
			buf = make([]byte, chunkSize)
		}
		n, err := fill(r, buf[:chunkSize])
		buf = buf[:n]
		if strip && bytes.IndexByte(buf, 0) >= 0 {
			buf = dropNUL(buf)
		}
		if len(buf) > 0 {
			select {
			case p.chunks <- buf:
			case <-p.stop:
				return
			}
		}
		if err != nil {
			p.err = err
			return
		}
	}
}

// fill reads until the buffer is full; unlike io.ReadFull it keeps the error.
func fill(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	return n, err
}

func dropNUL(buf []byte) []byte {
	kept := buf[:0]
	for _, b := range buf {
		if b != 0 {
			kept = append(kept, b)
		}
	}
	return kept
}

// Read hands on what was read ahead; the source's error comes after its bytes.
func (p *prefetch) Read(dst []byte) (int, error) {
	for len(p.rest) == 0 {
		if p.current != nil {
			select {
			case p.free <- p.current:
			default:
			}
			p.current = nil
		}
		chunk, ok := <-p.chunks
		if !ok {
			if p.err == nil {
				return 0, io.ErrClosedPipe
			}
			return 0, p.err
		}
		p.current, p.rest = chunk, chunk
	}
	n := copy(dst, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// close ends the goroutine and waits for it: afterwards nobody reads the source.
func (p *prefetch) close() {
	p.once.Do(func() { close(p.stop) })
	for range p.chunks { // a pending send must not block the wait
	}
	p.ended.Wait()
}
