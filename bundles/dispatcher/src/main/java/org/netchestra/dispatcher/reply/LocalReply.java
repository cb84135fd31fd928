package org.netchestra.dispatcher.reply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.netchestra.core.config.RouteAction;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.semantics.RequestSemantics;
import org.netchestra.dispatcher.semantics.RequestTarget;

/** A reply that the dispatcher gives by itself because the configuration says so. Immutable. */
public final class LocalReply {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String PATH = "{path}";
    private static final String HOST = "{host}";

    /** One field of the head. */
    public record Field(String name, String value) {}

    private final int status;
    private final List<Field> fields;
    private final byte[] body;

    private LocalReply(int status, List<Field> fields, byte[] body) {
        this.status = status;
        this.fields = List.copyOf(fields);
        this.body = body;
    }

    /** The fixed reply of a route. */
    public static LocalReply of(RouteAction.Reply action) {
        List<Field> fields = new ArrayList<>();
        if (!action.text().isEmpty()) {
            fields.add(new Field("Content-Type", action.type()));
        }
        if (action.status() == 503) {
            fields.add(new Field("Retry-After", "1"));
        }
        return new LocalReply(action.status(), fields, action.text().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The reply to a source that sent too many requests.
     *
     * @param intervalNanos the time in which one more is granted
     */
    public static LocalReply tooManyRequests(long intervalNanos) {
        long seconds = Math.max(1, (intervalNanos + SECOND - 1) / SECOND);
        return new LocalReply(
                429,
                List.of(new Field("Content-Type", "text/plain"), new Field("Retry-After", Long.toString(seconds))),
                HeadWriter.ascii("429 " + Refusal.RATE_LIMITED.text() + "\n"));
    }

    /** The reply to a request that was sound and that no server got: it may be sent again, whatever it is. */
    public static LocalReply notApplied(Refusal refusal) {
        List<Field> fields = new ArrayList<>(
                List.of(new Field("Content-Type", "text/plain"), new Field("Netchestra-Outcome", "not-applied")));
        if (refusal.status() == 503) {
            fields.add(new Field("Retry-After", "1"));
        }
        return new LocalReply(
                refusal.status(), fields, HeadWriter.ascii(refusal.status() + " " + refusal.text() + "\n"));
    }

    /** The reply to an OPTIONS or TRACE that was to end here. Nothing of a TRACE is sent back: it may hold secrets. */
    public static LocalReply lastHop(MessageHead request) {
        boolean options = request.methodIs(HeadWriter.ascii("OPTIONS"));
        return new LocalReply(
                options ? 200 : 405,
                List.of(new Field("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")),
                new byte[0]);
    }

    /** The redirect of a route for one request, whose host and path may become part of the address. */
    public static LocalReply of(RouteAction.Redirect action, MessageHead request, RequestSemantics semantics) {
        RequestTarget target = semantics.target();
        String location = action.location();
        if (location.contains(HOST)) {
            location = location.replace(HOST, target.host(request));
        }
        // Last, because a path may look like the name of something else.
        if (location.contains(PATH)) {
            location = location.replace(PATH, target.sentByClient(request));
        }
        return new LocalReply(action.status(), List.of(new Field("Location", location)), new byte[0]);
    }

    public int status() {
        return status;
    }

    /** The fields, without those that frame the body. */
    public List<Field> fields() {
        return fields;
    }

    /** Length of the body in bytes. */
    public int length() {
        return body.length;
    }

    /** Writes the reply in HTTP/1.1. */
    public void write(HeadWriter out, boolean withBody, boolean close) {
        out.put(HeadWriter.ascii("HTTP/1.1 " + status + " " + Reasons.of(status) + "\r\n"));
        for (Field field : fields) {
            out.put(HeadWriter.ascii(field.name() + ": " + field.value() + "\r\n"));
        }
        out.framing(false, status == 204 || status == 304 ? -1 : body.length);
        if (close) {
            out.connectionClose();
        }
        out.endOfHead();
        if (withBody) {
            out.put(body);
        }
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }
}
