-- What wrk counted, as one line: bytes, microseconds, requests, p50 and p99 in microseconds, failures.
function done(summary, latency, requests)
  local e = summary.errors
  local failures = e.connect + e.read + e.write + e.status
  io.write(string.format(
    "counted %d %d %d %d %d %d\n",
    summary.bytes, summary.duration, summary.requests, latency:percentile(50), latency:percentile(99), failures))
end
