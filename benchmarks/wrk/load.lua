-- What wrk sends (BENCH_METHOD, BENCH_BODY bytes, BENCH_CLOSE) and how it tells the result: one line of key=value.

local bytes = tonumber(os.getenv("BENCH_BODY") or "0")

wrk.method = os.getenv("BENCH_METHOD") or "GET"
if bytes > 0 then
  wrk.body = string.rep("x", bytes)
end
if os.getenv("BENCH_CLOSE") == "true" then
  wrk.headers["Connection"] = "close"
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "RESULT requests=%d micros=%d bytes=%d errors=%d p50=%d p99=%d p999=%d\n",
    summary.requests, summary.duration, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
