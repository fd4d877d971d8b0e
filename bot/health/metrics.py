"""The figures of one look as Prometheus reads them. A registry for each answer: nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.health.judging import Report, Status


class _Look(Collector):
    def __init__(self, report: Report) -> None:
        self._report = report

    def collect(self) -> Iterator[Metric]:
        status = GaugeMetricFamily("kneecheck_health", "1 for how it is", labels=["status"])
        for one in Status:
            status.add_metric([one], float(one is self._report.status))
        yield status
        about = {"version": self._report.version, "schema": self._report.schema}
        yield InfoMetricFamily("kneecheck", "What runs here", value=about)
        for name, value in sorted(self._report.figures.items()):
            if value is not None:
                yield GaugeMetricFamily(f"kneecheck_{name}", name.replace("_", " "), value=value)


def exposition(report: Report) -> bytes:
    """The text of GET /metrics."""
    registry = CollectorRegistry()
    registry.register(_Look(report))
    return generate_latest(registry)
