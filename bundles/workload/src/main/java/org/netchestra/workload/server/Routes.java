package org.netchestra.workload.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What each target is answered with; the last part of most is a number, {@code 1e5} being as good as {@code 100000}.
 * Called on the channel's event loop, once the request is whole.
 *
 * <pre>
 * /bytes/N      N bytes of the pattern         /chunked/N  the same, chunked
 * /burn/N       after N loops were burnt       /delay/MS   after so many milliseconds
 * /status/CODE  that status                    /upload     how many bytes came
 * /files/NAME   that file                      /served     how many requests were served
 * /echo         the request's body             /truncate/N half of N announced bytes, then closed
 * /close        closed without a reply       /busy       after this server's own work
 * /busy/MICROS  after that much time of a processor that all such requests share, and that burns nothing
 * /speed/N      sets that processor's speed to N per cent
 * </pre>
 */
final class Routes {
    private static final long LARGEST = 1L << 50;

    private final Burner burner;
    private final EmulatedProcessor processor;
    private final Work work;
    private final @Nullable Path files;

    Routes(Burner burner, EmulatedProcessor processor, Work work, @Nullable Path files) {
        this.burner = burner;
        this.processor = processor;
        this.work = work;
        this.files = files == null ? null : files.toAbsolutePath().normalize();
    }

    static boolean isEcho(String target) {
        return target.equals("/echo") || target.startsWith("/echo?") || target.startsWith("/echo/");
    }

    void answer(Exchange exchange, WebServer server) {
        String path = new QueryStringDecoder(exchange.target()).path();
        int slash = path.indexOf('/', 1);
        String verb = slash < 0 ? path : path.substring(0, slash);
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        switch (verb) {
            case "/", "/upload" -> exchange.reply(HttpResponseStatus.OK, "received " + exchange.received() + "\n");
            case "/served" -> exchange.reply(HttpResponseStatus.OK, server.served() + "\n");
            case "/close" -> exchange.close();
            case "/files" -> file(exchange, rest);
            case "/busy" -> {
                if (rest.isEmpty()) {
                    ownWork(exchange);
                } else {
                    numbered(exchange, verb, number(rest));
                }
            }
            default -> numbered(exchange, verb, number(rest));
        }
    }

    private void ownWork(Exchange exchange) {
        if (work.loops() > 0) {
            burn(exchange, work.loops());
        } else {
            work(exchange, work.time().toNanos());
        }
    }

    private void numbered(Exchange exchange, String verb, OptionalLong given) {
        if (given.isEmpty()) {
            exchange.reply(HttpResponseStatus.NOT_FOUND, exchange.target() + ": no such target\n");
            return;
        }
        long n = given.getAsLong();
        switch (verb) {
            case "/bytes" -> exchange.replyPattern(n, false);
            case "/chunked" -> exchange.replyPattern(n, true);
            case "/truncate" -> exchange.truncate(n);
            case "/status" -> status(exchange, n);
            case "/delay" -> delay(exchange, n);
            case "/burn" -> burn(exchange, n);
            case "/busy" -> work(exchange, TimeUnit.MICROSECONDS.toNanos(n));
            case "/speed" -> speed(exchange, n);
            default -> exchange.reply(HttpResponseStatus.NOT_FOUND, exchange.target() + ": no such target\n");
        }
    }

    private static OptionalLong number(String text) {
        try {
            long number = new BigDecimal(text).longValueExact();
            return number >= 0 && number <= LARGEST ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException | ArithmeticException e) {
            return OptionalLong.empty(); // The target is the client's word: not a number is an answer, not an error.
        }
    }

    private static void status(Exchange exchange, long code) {
        if (code < 200 || code > 599) {
            exchange.reply(HttpResponseStatus.BAD_REQUEST, "status: " + code + " (expected: 200..599)\n");
            return;
        }
        exchange.reply(HttpResponseStatus.valueOf((int) code), code == 204 || code == 304 ? "" : code + "\n");
    }

    private static void delay(Exchange exchange, long millis) {
        var unused = exchange.ctx()
                .executor()
                .schedule(
                        () -> exchange.reply(HttpResponseStatus.OK, "delayed " + millis + " ms\n"),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private void burn(Exchange exchange, long loops) {
        burner.burn(
                loops,
                result -> exchange.ctx()
                        .executor()
                        .execute(() -> exchange.reply(HttpResponseStatus.OK, Long.toHexString(result) + "\n")));
    }

    private void work(Exchange exchange, long nanos) {
        processor.work(
                nanos,
                () -> exchange.ctx()
                        .executor()
                        .execute(() -> exchange.reply(HttpResponseStatus.OK, "worked " + nanos + " ns\n")));
    }

    private void speed(Exchange exchange, long percent) {
        if (percent < 1 || percent > 10_000) {
            exchange.reply(HttpResponseStatus.BAD_REQUEST, "speed: " + percent + " (expected: 1..10000)\n");
            return;
        }
        processor.speed(percent / 100.0);
        exchange.reply(HttpResponseStatus.OK, "speed " + percent + " %\n");
    }

    private void file(Exchange exchange, String name) {
        Path file = files == null ? null : files.resolve(name).normalize();
        if (file == null || !file.startsWith(files) || !Files.isRegularFile(file)) {
            exchange.reply(HttpResponseStatus.NOT_FOUND, name + ": no such file\n");
            return;
        }
        File found = file.toFile();
        exchange.replyFile(found);
    }
}
