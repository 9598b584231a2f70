-- wrk prints what bench/load.py reads: requests per second and the 95th percentile in milliseconds.
done = function(summary, latency, requests)
  io.write(string.format("rate=%.2f p95=%.2f\n", summary.requests / (summary.duration / 1e6), latency:percentile(95) / 1000))
end
