#!/usr/bin/env python3
"""What a proxy's memory does: under idle connections, while more bytes pass than it has room for, and after many connections.

    benchmarks/memory.py --front 127.0.0.1:8080 --backend-port 9001 --pid PID [--connections 10000] [--gigabytes 10] [--churn 1000000]

The proxy must send to 127.0.0.1:BACKEND_PORT, where this script listens: it swallows every upload and answers
GET /bytes/N with N bytes. Prints the resident memory of the process before, during and after. Standard library only.
"""
import argparse
import asyncio
import multiprocessing
import resource
import shutil
import socket
import subprocess
import sys
import time

BLOCK = b"x" * (1 << 20)
CHUNKED_BLOCK = b"%x\r\n" % len(BLOCK) + BLOCK + b"\r\n"


def rss_mb(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def descriptors(pid):
    import os
    return len(os.listdir(f"/proc/{pid}/fd"))


async def serve(reader, writer):
    """One connection of a real server."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, _ = head.split("\r\n")[0].split(" ")
            fields = {k.lower(): v.strip() for k, _, v in (l.partition(":") for l in head.split("\r\n")[1:] if l)}
            swallowed = await swallow(reader, fields)
            if target.startswith("/bytes/") and method == "GET":
                await give(writer, int(target.split("/")[2]))
            else:
                text = str(swallowed).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
                await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        pass
    finally:
        writer.close()


async def swallow(reader, fields):
    total = 0
    if "chunked" in fields.get("transfer-encoding", ""):
        while True:
            size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
            await skip(reader, size)
            await reader.readexactly(2)
            total += size
            if size == 0:
                return total
    total = int(fields.get("content-length", 0))
    await skip(reader, total)
    return total


async def skip(reader, count):
    while count > 0:
        count -= len(await reader.readexactly(min(count, 1 << 18)))


async def give(writer, count):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % count)
    while count > 0:
        piece = BLOCK[:min(count, len(BLOCK))]
        writer.write(piece)
        await writer.drain()
        count -= len(piece)


async def idle(options, host, port):
    before = rss_mb(options.pid)
    held = []
    for start in range(0, options.connections, 250):
        held += await asyncio.gather(*(ask_once(host, port, i) for i in range(start, min(start + 250, options.connections))))
    await asyncio.sleep(2)
    during, fds = rss_mb(options.pid), descriptors(options.pid)
    for writer in held:
        writer.close()
    await asyncio.sleep(5)
    print(f"idle connections  {len(held):>9,}  RSS {before:.0f} MB -> {during:.0f} MB (+{during - before:.0f}), "
          f"{fds:,} descriptors; afterwards {rss_mb(options.pid):.0f} MB, {descriptors(options.pid):,} descriptors")


async def ask_once(host, port, number):
    # The loopback network has more ports when it is called by more addresses.
    reader, writer = await asyncio.open_connection(host, port, local_addr=(f"127.0.0.{2 + number % 4}", 0))
    writer.write(b"GET /bytes/10 HTTP/1.1\r\nHost: memory\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(10)
    return writer


class Watch:
    """The highest resident memory while something runs."""

    def __init__(self, pid):
        self.pid, self.first, self.most, self.running = pid, rss_mb(pid), 0, True

    async def run(self):
        while self.running:
            self.most = max(self.most, rss_mb(self.pid))
            await asyncio.sleep(0.2)

    def report(self, what, seconds, gigabytes):
        print(f"{what:<17} {gigabytes:>6} GB  RSS {self.first:.0f} MB -> at most {self.most:.0f} MB "
              f"(+{self.most - self.first:.0f}); {gigabytes * 8 / seconds:.1f} Gbit/s")


async def watched(options, what, work):
    watch = Watch(options.pid)
    task = asyncio.create_task(watch.run())
    start = time.monotonic()
    await work
    watch.running = False
    await task
    watch.report(what, time.monotonic() - start, options.gigabytes)


async def upload(options, host, port):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"PUT /up HTTP/1.1\r\nHost: memory\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(options.gigabytes << 10):
        writer.write(CHUNKED_BLOCK)
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    swallowed = int(await reader.readexactly(len(str(options.gigabytes << 30))))
    if b" 200 " not in head or swallowed != options.gigabytes << 30:
        sys.exit(f"upload: {head!r} {swallowed} (expected: 200 and {options.gigabytes << 30})")
    writer.close()


async def download(options, host, port):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET /bytes/%d HTTP/1.1\r\nHost: memory\r\n\r\n" % (options.gigabytes << 30))
    await reader.readuntil(b"\r\n\r\n")
    await skip(reader, options.gigabytes << 30)
    writer.close()


def connect_often(host, port, source, count):
    """So many connections with one request each, one after another."""
    request = b"GET /bytes/10 HTTP/1.1\r\nHost: memory\r\nConnection: close\r\n\r\n"
    for number in range(count):
        # An address has 28,000 ports, and one that was used is blocked for a minute.
        address = f"127.{source}.{number // 20_000 % 250}.1"
        with socket.create_connection((host, port), 10, (address, 0)) as connection:
            connection.sendall(request)
            reply = b""
            while piece := connection.recv(4096):
                reply += piece
        if not reply.endswith(b"x" * 10):
            sys.exit(f"connection {number}: {reply!r} (expected: 10 bytes)")


def live_heap_mb(pid):
    """The heap of a JVM after a collection; None for other processes."""
    jcmd = shutil.which("jcmd")
    if jcmd is None or subprocess.run([jcmd, str(pid), "GC.run"], capture_output=True).returncode != 0:
        return None
    text = subprocess.run([jcmd, str(pid), "GC.heap_info"], capture_output=True, text=True).stdout
    used = [line.split("used ")[1].split()[0] for line in text.splitlines() if "total" in line and "used" in line]
    return sum(int(size.rstrip("K,")) for size in used) / 1024


def state(pid):
    heap = live_heap_mb(pid)
    return f"RSS {rss_mb(pid):.0f} MB, {descriptors(pid):,} descriptors" + (f", heap {heap:.0f} MB" if heap else "")


async def churn(options, host, port):
    """In four parts: what grows with each of them leaks."""
    workers, parts = 4, 4
    print(f"connections       {0:>9,}  {state(options.pid)}")
    for part in range(parts):
        start = time.monotonic()
        each = options.churn // workers // parts
        loop = asyncio.get_running_loop()
        processes = [multiprocessing.Process(target=connect_often, args=(host, port, 10 + w + workers * part, each))
                     for w in range(workers)]
        for process in processes:
            process.start()
        for process in processes:
            await loop.run_in_executor(None, process.join)
        if any(process.exitcode for process in processes):
            sys.exit("churn: a connection failed")
        seconds = time.monotonic() - start
        await asyncio.sleep(2)
        print(f"connections       {each * workers * (part + 1):>9,}  {state(options.pid)}; "
              f"{each * workers / seconds:,.0f} a second", flush=True)


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--front", required=True)
    parser.add_argument("--backend-port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--gigabytes", type=int, default=10)
    parser.add_argument("--churn", type=int, default=0)
    options = parser.parse_args()
    host, port = options.front.rsplit(":", 1)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, options.connections * 3), hard))
    server = await asyncio.start_server(serve, "127.0.0.1", options.backend_port, limit=1 << 20, backlog=4096)
    async with server:
        for _ in range(20):
            (await ask_once(host, int(port), 0)).close()
        await idle(options, host, int(port))
        await watched(options, "upload", upload(options, host, int(port)))
        await watched(options, "download", download(options, host, int(port)))
        if options.churn:
            await churn(options, host, int(port))


asyncio.run(main())
