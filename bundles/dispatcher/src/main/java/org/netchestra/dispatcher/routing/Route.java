package org.netchestra.dispatcher.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.RouteAction;
import org.netchestra.core.config.RouteCondition;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.semantics.Authority;
import org.netchestra.dispatcher.semantics.PathMatch;
import org.netchestra.dispatcher.semantics.RequestSemantics;
import org.netchestra.dispatcher.semantics.RequestTarget;

/** One route, ready to be asked: strings are bytes, and only a redirect allocates. Immutable. */
public final class Route {

    /** The pool of the virtual server's own servers. */
    public static final int DEFAULT_POOL = -1;

    /** What something must be, or begin with. */
    private static final class Text {
        final byte[] bytes;
        final boolean prefix;

        Text(byte[] bytes, boolean prefix) {
            this.bytes = bytes;
            this.prefix = prefix;
        }

        static Text of(String written) {
            boolean prefix = written.endsWith("*");
            return new Text(HeadWriter.ascii(prefix ? written.substring(0, written.length() - 1) : written), prefix);
        }
    }

    private record Header(String name, @Nullable Text value) {}

    private static final RouteAction.ToPool NOWHERE = new RouteAction.ToPool("", "", "", null);

    private final byte[][] hosts;
    private final Text[] paths;
    private final byte[][] methods;
    private final Header[] headers;
    private final RouteAction action;
    private final @Nullable LocalReply fixed;
    private final int pool;
    private final byte[] strip;
    private final byte[] add;
    private final byte @Nullable [] newHost;

    /**
     * @param pools the virtual server's pools
     */
    Route(RouteCondition condition, RouteAction action, List<VirtualServerSpec> pools) {
        this.action = action;
        RouteAction.ToPool to = action instanceof RouteAction.ToPool toPool ? toPool : NOWHERE;
        pool = indexOf(to.pool(), pools);
        strip = HeadWriter.ascii(to.strip());
        add = HeadWriter.ascii(to.add());
        String host = to.host();
        newHost = host == null ? null : HeadWriter.ascii(host);
        fixed = action instanceof RouteAction.Reply reply ? LocalReply.of(reply) : null;
        hosts = bytes(condition.hosts());
        methods = bytes(condition.methods());
        paths = condition.paths().stream()
                .map(p -> p.endsWith("/") ? new Text(HeadWriter.ascii(p), true) : Text.of(p))
                .toArray(Text[]::new);
        headers = condition.headers().stream()
                .map(h -> new Header(h.name(), value(h.value())))
                .toArray(Header[]::new);
    }

    private static @Nullable Text value(@Nullable String written) {
        return written == null ? null : Text.of(written.toLowerCase(Locale.ROOT));
    }

    private static byte[][] bytes(List<String> texts) {
        return texts.stream().map(t -> t.getBytes(StandardCharsets.ISO_8859_1)).toArray(byte[][]::new);
    }

    private static int indexOf(String name, List<VirtualServerSpec> pools) {
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).name().endsWith("/" + name)) {
                return i;
            }
        }
        return DEFAULT_POOL;
    }

    /** A route that takes every request that comes to it. */
    static Route always(RouteAction action, List<VirtualServerSpec> pools) {
        return new Route(RouteCondition.ANY, action, pools);
    }

    /** The reply that a request gets at once; null when it goes to a {@link #pool()}. */
    public @Nullable LocalReply reply(MessageHead request, RequestSemantics semantics) {
        return action instanceof RouteAction.Redirect redirect ? LocalReply.of(redirect, request, semantics) : fixed;
    }

    /** The position of the pool among the virtual server's pools, or {@link #DEFAULT_POOL}. */
    public int pool() {
        return pool;
    }

    /** Lets the server see another path or host, if the route says so. */
    public void rewrite(MessageHead request, RequestSemantics semantics) {
        semantics.rewrite(request, strip, add, newHost);
    }

    /** Whether it asks for the path. */
    boolean hasPath() {
        return paths.length > 0;
    }

    /** Whether it asks for the method. */
    boolean hasMethod() {
        return methods.length > 0;
    }

    /** Whether it takes a request. */
    boolean takes(MessageHead request, RequestTarget target, int pathEnd) {
        return isMethod(request) && isHost(request, target) && isPath(request, target, pathEnd) && isHeaders(request);
    }

    private boolean isMethod(MessageHead request) {
        for (byte[] method : methods) {
            if (request.methodIs(method)) {
                return true;
            }
        }
        return methods.length == 0;
    }

    private boolean isHost(MessageHead request, RequestTarget target) {
        if (hosts.length == 0) {
            return true;
        }
        byte[] bytes = request.bytes();
        int start = target.authorityStart();
        int end = Authority.hostEnd(bytes, start, target.authorityEnd());
        for (byte[] host : hosts) {
            if (host[0] == '*' ? isBelow(bytes, start, end, host) : Octets.equalsIgnoreCase(bytes, start, end, host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a host name is below that of a pattern {@code *.example}. */
    private static boolean isBelow(byte[] bytes, int start, int end, byte[] pattern) {
        int suffix = pattern.length - 1;
        return end - start > suffix && Octets.endsWithIgnoreCase(bytes, end - suffix, pattern, 1);
    }

    private boolean isPath(MessageHead request, RequestTarget target, int pathEnd) {
        if (paths.length == 0) {
            return true;
        }
        for (Text path : paths) {
            if (isPath(request, target, pathEnd, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPath(MessageHead request, RequestTarget target, int pathEnd, Text path) {
        if (target.isSlashMissing()) {
            return path.bytes.length == 1 || (path.bytes.length == 0 && path.prefix);
        }
        int behind = PathMatch.prefix(request.bytes(), target.pathStart(), pathEnd, path.bytes);
        return behind >= 0 && (path.prefix || PathMatch.behindParameters(request.bytes(), behind, pathEnd) == pathEnd);
    }

    private boolean isHeaders(MessageHead request) {
        for (Header header : headers) {
            if (!isHeader(request, header)) {
                return false;
            }
        }
        return true;
    }

    /** A field that was dropped says nothing, so that an untrusted client cannot choose by it; Upgrade is dropped but written anew. */
    private static boolean isHeader(MessageHead request, Header header) {
        for (int i = 0; i < request.count(); i++) {
            boolean counts = !request.isDropped(i) || request.known(i) == FieldName.UPGRADE;
            if (counts && request.nameEquals(i, header.name) && isValue(request, i, header.value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isValue(MessageHead request, int index, @Nullable Text value) {
        if (value == null) {
            return true;
        }
        int start = request.valueStart(index);
        int end = request.valueEnd(index);
        int compared = value.prefix ? Math.min(end, start + value.bytes.length) : end;
        return Octets.equalsIgnoreCase(request.bytes(), start, compared, value.bytes);
    }
}
