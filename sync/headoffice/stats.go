package headoffice

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// stats are what Prometheus reads.
type stats struct {
	registry *prometheus.Registry
	events   prometheus.Counter
	changes  prometheus.Counter
	refusals *prometheus.CounterVec
	push     prometheus.Histogram
}

func newStats() *stats {
	s := &stats{
		registry: prometheus.NewRegistry(),
		events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "bonuskasse_events_pushed_total", Help: "Journal events brought by tills, those said again included."}),
		changes:  prometheus.NewCounter(prometheus.CounterOpts{Name: "bonuskasse_changes_pulled_total", Help: "Changes given to tills."}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "bonuskasse_refusals_total", Help: "Calls of tills that were refused."}, []string{"why"}),
		push: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "bonuskasse_push_seconds", Help: "Time from a batch read to it being durable.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 14)}),
	}
	s.registry.MustRegister(s.events, s.changes, s.refusals, s.push, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return s
}

func (s *stats) pushed(events int, took time.Duration) {
	s.events.Add(float64(events))
	s.push.Observe(took.Seconds())
}

func (s *stats) pulled(changes int) { s.changes.Add(float64(changes)) }

func (s *stats) refused(why string) { s.refusals.WithLabelValues(why).Inc() }

func (s *stats) handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{})
}
