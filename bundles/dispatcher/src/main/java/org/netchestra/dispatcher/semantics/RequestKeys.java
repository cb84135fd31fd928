package org.netchestra.dispatcher.semantics;

import java.util.Arrays;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;

/**
 * Finds the part of a request that a hash policy wants as its key, without copying where that can be. Reused from one request to
 * the next; confined to one event loop.
 */
public final class RequestKeys {

    private final MessageHead request;
    private final RequestSemantics semantics;
    private byte[] scratch = new byte[256];

    /** A reader of these two, whatever request they hold when it is asked. */
    public RequestKeys(MessageHead request, RequestSemantics semantics) {
        this.request = request;
        this.semantics = semantics;
    }

    /**
     * Points {@code into} at a part of the request.
     *
     * @return false when the request has no such part, or when the part is not the head's: an address
     */
    public boolean read(KeySource source, String scheme, RequestKey into) {
        into.clear();
        RequestTarget target = semantics.target();
        String name = source.name();
        return switch (source.kind()) {
            case PATH -> found(into, target.pathStart(), endOfPath(target));
            case URL -> url(target, scheme, into);
            case HOST -> host(target, into);
            case HEADER -> name != null && header(name, into);
            case COOKIE -> name != null && cookie(name, into);
            case PARAMETER -> name != null && parameter(target, name, into);
            case SOURCE, SOURCE_PORT, DESTINATION -> false;
        };
    }

    /**
     * Points {@code into} at the value of a parameter of one of the path's segments (RFC 3986 section 3.3), as in
     * {@code /cart;jsessionid=a1b2.s1}. Letter case of the name does not matter.
     *
     * @return false when the path has none of that name
     */
    public boolean pathParameter(String name, RequestKey into) {
        into.clear();
        byte[] bytes = request.bytes();
        int end = endOfPath(semantics.target());
        for (int i = semantics.target().pathStart(); i < end; i++) {
            int valueStart = i + name.length() + 2;
            if (bytes[i] == ';' && valueStart <= end && bytes[valueStart - 1] == '=' && isName(name, i + 1)) {
                return found(into, valueStart, endOfParameter(valueStart, end));
            }
        }
        return false;
    }

    private boolean isName(String name, int position) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase((char) request.bytes()[position + i]) != Character.toLowerCase(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private int endOfParameter(int start, int end) {
        int position = start;
        while (position < end && request.bytes()[position] != ';' && request.bytes()[position] != '/') {
            position++;
        }
        return position;
    }

    private boolean found(RequestKey into, int start, int end) {
        into.set(request.bytes(), start, end - start);
        return true;
    }

    private int endOfPath(RequestTarget target) {
        int end = indexOf((byte) '?', target.pathStart(), target.pathEnd());
        return end < 0 ? target.pathEnd() : end;
    }

    private boolean url(RequestTarget target, String scheme, RequestKey into) {
        int host = target.authorityEnd() - target.authorityStart();
        int path = target.pathEnd() - target.pathStart();
        reserve(scheme.length() + 4 + host + path);
        int length = 0;
        for (int i = 0; i < scheme.length(); i++) {
            scratch[length++] = (byte) scheme.charAt(i);
        }
        scratch[length++] = ':';
        scratch[length++] = '/';
        scratch[length++] = '/';
        length = lowerCase(target.authorityStart(), target.authorityEnd(), length);
        if (target.isSlashMissing()) {
            scratch[length++] = '/';
        }
        System.arraycopy(request.bytes(), target.pathStart(), scratch, length, path);
        into.set(scratch, 0, length + path);
        return true;
    }

    private boolean host(RequestTarget target, RequestKey into) {
        if (!target.hasAuthority()) {
            return false;
        }
        byte[] bytes = request.bytes();
        int end = target.authorityEnd();
        int port = end;
        while (port > target.authorityStart() && Octets.isDigit(bytes[port - 1])) {
            port--;
        }
        if (port > target.authorityStart() && bytes[port - 1] == ':') {
            end = port - 1;
        }
        reserve(end - target.authorityStart());
        into.set(scratch, 0, lowerCase(target.authorityStart(), end, 0));
        return true;
    }

    private boolean header(String name, RequestKey into) {
        for (int i = 0; i < request.count(); i++) {
            if (request.nameEquals(i, name)) {
                return found(into, request.valueStart(i), request.valueEnd(i));
            }
        }
        return false;
    }

    private boolean cookie(String name, RequestKey into) {
        for (int i = 0; i < request.count(); i++) {
            if (request.known(i) == FieldName.COOKIE
                    && pair(name, (byte) ';', request.valueStart(i), request.valueEnd(i), into)) {
                return true;
            }
        }
        return false;
    }

    private boolean parameter(RequestTarget target, String name, RequestKey into) {
        int query = indexOf((byte) '?', target.pathStart(), target.pathEnd());
        return query >= 0 && pair(name, (byte) '&', query + 1, target.pathEnd(), into);
    }

    /** Finds {@code name=value} among pairs that a separator, and maybe blanks, part. */
    private boolean pair(String name, byte separator, int start, int end, RequestKey into) {
        byte[] bytes = request.bytes();
        int position = start;
        while (position < end) {
            while (position < end && Octets.isBlank(bytes[position])) {
                position++;
            }
            int stop = indexOf(separator, position, end);
            stop = stop < 0 ? end : stop;
            int valueStart = position + name.length() + 1;
            if (valueStart <= stop && bytes[valueStart - 1] == '=' && startsWith(name, position)) {
                return found(into, valueStart, stop);
            }
            position = stop + 1;
        }
        return false;
    }

    private boolean startsWith(String name, int position) {
        byte[] bytes = request.bytes();
        for (int i = 0; i < name.length(); i++) {
            if (bytes[position + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(byte b, int start, int end) {
        byte[] bytes = request.bytes();
        for (int i = start; i < end; i++) {
            if (bytes[i] == b) {
                return i;
            }
        }
        return -1;
    }

    private int lowerCase(int start, int end, int at) {
        byte[] bytes = request.bytes();
        int length = at;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            scratch[length++] = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
        }
        return length;
    }

    private void reserve(int length) {
        if (scratch.length < length) {
            scratch = Arrays.copyOf(scratch, length);
        }
    }
}
