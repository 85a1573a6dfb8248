package headoffice

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"connectrpc.com/connect"
	"golang.org/x/time/rate"

	"bonuskasse/sync/syncpb/syncpbconnect"
	"bonuskasse/sync/wire"
)

// Certificate is the head office's, of a folder; where there is none yet it is
// made: P-256, for ten years, for the names and addresses of this machine. A
// chain with a certificate of its own puts it there as tls.crt and tls.key.
func Certificate(dir string, now time.Time, hosts []string) (tls.Certificate, error) {
	crt, key := filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	c, err := tls.LoadX509KeyPair(crt, key)
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return c, err
	}
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return c, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return c, err
	}
	t := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "Bonuskasse head office"}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(10, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else if h != "" {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &secret.PublicKey, secret)
	if err != nil {
		return c, err
	}
	raw, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		return c, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return c, err
	}
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600); err != nil {
		return c, err
	}
	if err := os.WriteFile(crt, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644); err != nil {
		return c, err
	}
	return tls.LoadX509KeyPair(crt, key)
}

// CodeFor is an enrolment code as people get it: with the mark of the
// certificate in a folder, so that the till knows the head office by it. Before
// the first start there is none, and the code is returned as it is.
func CodeFor(dir, code string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, "tls.crt"))
	if errors.Is(err, os.ErrNotExist) {
		return code, nil
	}
	if err != nil {
		return "", err
	}
	leaf, _ := pem.Decode(text)
	if leaf == nil {
		return "", fmt.Errorf("%s holds no certificate", filepath.Join(dir, "tls.crt"))
	}
	return wire.MarkedCode(code, leaf.Bytes), nil
}

// The limits of a server: what one till, and all of one address, may ask for in a
// second and at once, and how many calls are worked on at a time. A token that
// somebody makes up is held back with its address.
const (
	tillPerSecond    = 50
	addressPerSecond = 400
	bursts           = 4 // seconds' worth at once
	atOnce           = 64
	maxTalkers       = 10_000
)

// Server is the head office on the network.
type Server struct {
	service *Service
	http    *http.Server
	log     *slog.Logger
	ready   func(context.Context) error
}

// NewServer makes it. The certificate is what tills pin.
func NewServer(s *Service, cert tls.Certificate, log *slog.Logger) *Server {
	x := &Server{service: s, log: log, ready: func(ctx context.Context) error { _, err := s.store.Now(ctx); return err }}
	path, handler := s.handler()
	mux := http.NewServeMux()
	mux.Handle(path, newLimits(handler))
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, r *http.Request) {
		if err := x.ready(r.Context()); err != nil {
			log.Error("not ready", "cause", err)
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.Handle("GET /metrics", s.stats.handler())
	x.http = &http.Server{
		Handler: marked(mux), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: wire.LongPoll + time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
	}
	return x
}

func (s *Service) handler() (path string, h http.Handler) {
	path, h = syncpbconnect.NewSyncHandler(s, connect.WithReadMaxBytes(wire.MaxMessage), wire.Zstd(), connect.WithCompressMinBytes(1024))
	return path, limited(h)
}

// limited hangs up on a body that is too long: the library below would read it
// to its end, to say how long it was.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, wire.MaxMessage+1)
		next.ServeHTTP(w, r)
	})
}

// Handler is the wire alone, without the limits of a server: for a network within
// one process.
func (s *Service) Handler() http.Handler {
	_, h := s.handler()
	return marked(h)
}

// marked says in every answer that a head office gives it.
func marked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(wire.Mark, fmt.Sprint(wire.Version))
		next.ServeHTTP(w, r)
	})
}

// Serve answers on a listener until ctx ends, and then lets the calls that are
// under way finish.
func (x *Server) Serve(ctx context.Context, l net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- x.http.ServeTLS(l, "", "") }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	x.service.news.tell()
	stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := x.http.Shutdown(stop)
	if errors.Is(err, context.DeadlineExceeded) {
		err = x.http.Close()
	}
	<-ended
	return err
}

// limits hold back who asks too much. Calls that wait for news do not count as
// worked on.
type limits struct {
	next http.Handler
	mu   sync.Mutex
	by   map[string]*rate.Limiter
	room chan struct{}
}

func newLimits(next http.Handler) *limits {
	return &limits{next: next, by: map[string]*rate.Limiter{}, room: make(chan struct{}, atOnce)}
}

func (l *limits) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	address, _, _ := net.SplitHostPort(r.RemoteAddr)
	token := r.Header.Get("Authorization")
	if !l.of(address, addressPerSecond).Allow() || token != "" && !l.of(token, tillPerSecond).Allow() {
		w.Header().Set("Retry-After", "2")
		http.Error(w, "too many calls", http.StatusTooManyRequests)
		return
	}
	if r.URL.Path != syncpbconnect.SyncPullChangesProcedure {
		select {
		case l.room <- struct{}{}:
			defer func() { <-l.room }()
		case <-r.Context().Done():
			return
		}
	}
	l.next.ServeHTTP(w, r)
}

// of is the limiter of a talker: an address, or a token.
func (l *limits) of(who string, perSecond int) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	x := l.by[who]
	if x == nil {
		if len(l.by) >= maxTalkers {
			clear(l.by)
		}
		x = rate.NewLimiter(rate.Limit(perSecond), bursts*perSecond)
		l.by[who] = x
	}
	return x
}
