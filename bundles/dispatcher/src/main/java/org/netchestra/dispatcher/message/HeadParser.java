package org.netchestra.dispatcher.message;

/**
 * Parses the head of an HTTP/1.1 message, strictly: what RFC 9112 lets a recipient repair is refused here, because the next
 * recipient may repair it differently.
 *
 * <p>Stateless. It starts at the first byte each time; the caller parses again only when a new line end has come, so that a
 * client that sends single bytes costs no more than one pass a line.
 */
public final class HeadParser {

    /** The head is not complete. */
    public static final int MORE = 0;

    /** The head is malformed: {@link MessageHead#refusal()}. */
    public static final int REFUSED = -1;

    /** The longest registered method has 17 letters (UPDATEREDIRECTREF). */
    private static final int MAX_METHOD = 24;

    /** Empty lines before a request that are tolerated (RFC 9112 section 2.2). */
    private static final int MAX_EMPTY_LINES = 4;

    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private HeadParser() {}

    /** The length of the request head at the start of the bytes, {@link #MORE} or {@link #REFUSED}. */
    public static int parseRequest(MessageHead head, HttpLimits limits) {
        head.clearTable();
        int position = requestLine(head, skipEmptyLines(head), limits);
        if (position > 0) {
            position = fields(head, position, limits.fields(), true);
        }
        if (position == MORE && head.length() >= limits.headBytes()) {
            return refuse(head, head.targetEnd == 0 ? Refusal.TARGET_TOO_LONG : Refusal.HEAD_TOO_LARGE);
        }
        return position;
    }

    /** The length of the reply head at the start of the bytes, {@link #MORE} or {@link #REFUSED}. */
    public static int parseReply(MessageHead head, HttpLimits limits) {
        head.clearTable();
        int position = statusLine(head);
        if (position > 0) {
            position = fields(head, position, limits.fields(), false);
        }
        if (position == MORE && head.length() >= limits.headBytes()) {
            return refuse(head, Refusal.HEAD_TOO_LARGE);
        }
        return position;
    }

    /** The length of the trailer section at the start of the bytes, its empty line included, or the same verdicts. */
    public static int parseTrailer(MessageHead head, HttpLimits limits) {
        head.clearTable();
        int position = fields(head, 0, limits.fields(), true);
        if (position == MORE && head.length() >= limits.headBytes()) {
            return refuse(head, Refusal.HEAD_TOO_LARGE);
        }
        return position;
    }

    /** The index of the first byte of the request line; the length of the bytes when it has not come. */
    private static int skipEmptyLines(MessageHead head) {
        byte[] bytes = head.bytes();
        int position = 0;
        for (int lines = 0; lines < MAX_EMPTY_LINES; lines++) {
            if (position + 1 >= head.length() || bytes[position] != '\r' || bytes[position + 1] != '\n') {
                break;
            }
            position += 2;
        }
        boolean half = position == head.length() - 1 && bytes[position] == '\r';
        return half ? head.length() : position;
    }

    private static int requestLine(MessageHead head, int start, HttpLimits limits) {
        byte[] bytes = head.bytes();
        int end = head.length();
        int position = start;
        while (position < end && Octets.NAME[bytes[position] & 0xff] != 0) {
            position++;
        }
        if (position - start > MAX_METHOD) {
            return refuse(head, Refusal.METHOD);
        }
        if (position == end) {
            return MORE;
        }
        if (bytes[position] != ' ' || position == start) {
            boolean lineEnd = bytes[position] == '\r' || bytes[position] == '\n';
            return refuse(head, lineEnd ? Refusal.LINE_END : Refusal.METHOD);
        }
        head.methodStart = start;
        head.methodEnd = position;
        return target(head, position + 1, limits);
    }

    private static int target(MessageHead head, int start, HttpLimits limits) {
        byte[] bytes = head.bytes();
        int end = head.length();
        int position = start;
        while (position < end && Octets.TARGET[bytes[position] & 0xff]) {
            position++;
        }
        if (position - start > limits.targetBytes()) {
            return refuse(head, Refusal.TARGET_TOO_LONG);
        }
        if (position == end) {
            return MORE;
        }
        if (bytes[position] != ' ' || position == start) {
            return refuse(head, Refusal.TARGET);
        }
        head.targetStart = start;
        head.targetEnd = position;
        int versionEnd = version(head, position + 1);
        return versionEnd > 0 ? lineEnd(head, versionEnd, Refusal.VERSION_SYNTAX) : versionEnd;
    }

    /** HTTP-version = "HTTP/" DIGIT "." DIGIT, of which only 1.1 and 1.0 are spoken here. */
    private static int version(MessageHead head, int start) {
        byte[] bytes = head.bytes();
        int available = Math.min(head.length() - start, 8);
        for (int i = 0; i < available; i++) {
            byte b = bytes[start + i];
            boolean expected = i < 5 ? b == HTTP[i] : i == 6 ? b == '.' : Octets.isDigit(b);
            if (!expected) {
                return refuse(head, Refusal.VERSION_SYNTAX);
            }
        }
        if (available < 8) {
            return MORE;
        }
        int minor = bytes[start + 7] - '0';
        if (bytes[start + 5] != '1' || minor > 1) {
            return refuse(head, Refusal.VERSION);
        }
        head.minorVersion = minor;
        return start + 8;
    }

    private static int statusLine(MessageHead head) {
        int position = version(head, 0);
        if (position <= 0) {
            return position;
        }
        byte[] bytes = head.bytes();
        int end = head.length();
        if (end - position < 5) {
            return MORE;
        }
        int status = 0;
        for (int i = 1; i <= 3; i++) {
            byte b = bytes[position + i];
            if (!Octets.isDigit(b)) {
                return refuse(head, Refusal.STATUS_LINE);
            }
            status = status * 10 + b - '0';
        }
        if (bytes[position] != ' ' || status < 100 || status > 599) {
            return refuse(head, Refusal.STATUS_LINE);
        }
        head.status = status;
        return reason(head, position + 4);
    }

    private static int reason(MessageHead head, int start) {
        byte[] bytes = head.bytes();
        int end = head.length();
        if (bytes[start] == '\r') {
            return lineEnd(head, start, Refusal.STATUS_LINE);
        }
        if (bytes[start] != ' ') {
            return refuse(head, Refusal.STATUS_LINE);
        }
        int position = start + 1;
        while (position < end && Octets.VALUE[bytes[position] & 0xff]) {
            position++;
        }
        head.reasonStart = start + 1;
        head.reasonEnd = position;
        return lineEnd(head, position, Refusal.STATUS_LINE);
    }

    /** Demands CRLF at a position; the position behind it, or a verdict. */
    private static int lineEnd(MessageHead head, int position, Refusal otherwise) {
        byte[] bytes = head.bytes();
        int end = head.length();
        if (position == end) {
            return MORE;
        }
        if (bytes[position] != '\r') {
            return refuse(head, bytes[position] == '\n' ? Refusal.LINE_END : otherwise);
        }
        if (position + 1 == end) {
            return MORE;
        }
        return bytes[position + 1] == '\n' ? position + 2 : refuse(head, Refusal.LINE_END);
    }

    /** Parses field lines up to and with the empty line. One loop on purpose: this is where the time of a head goes. */
    private static int fields(MessageHead head, int start, int maxFields, boolean guarded) {
        byte[] bytes = head.bytes();
        int end = head.length();
        byte[] fold = Octets.NAME;
        boolean[] valueOctet = Octets.VALUE;
        int position = start;
        while (position < end) {
            int nameStart = position;
            int hash = 0;
            int signs = 0;
            int folded = 0;
            while (position < end && (folded = fold[bytes[position] & 0xff]) != 0) {
                hash = FieldName.hashFolded(hash, folded & 0x7f);
                signs |= folded;
                position++;
            }
            if (position == end) {
                return MORE;
            }
            if (bytes[position] != ':' || position == nameStart) {
                return position == nameStart ? lastLine(head, position) : refuse(head, Refusal.FIELD_NAME);
            }
            int nameEnd = position++;
            while (position < end && Octets.isBlank(bytes[position])) {
                position++;
            }
            int valueStart = position;
            while (position < end && valueOctet[bytes[position] & 0xff]) {
                position++;
            }
            int valueEnd = position;
            position = lineEnd(head, position, Refusal.FIELD_VALUE);
            if (position <= 0) {
                return position;
            }
            FieldName name = FieldName.lookup(hash, bytes, nameStart, nameEnd);
            if (name != null && signs < 0) {
                if (guarded && name.isGuarded()) {
                    return refuse(head, Refusal.FIELD_LOOK_ALIKE);
                }
                name = null;
            }
            if (head.count() == maxFields) {
                return refuse(head, Refusal.HEAD_TOO_LARGE);
            }
            head.addField(name, nameStart, nameEnd, valueStart, trim(bytes, valueStart, valueEnd));
        }
        return MORE;
    }

    private static int trim(byte[] bytes, int start, int end) {
        int trimmed = end;
        while (trimmed > start && Octets.isBlank(bytes[trimmed - 1])) {
            trimmed--;
        }
        return trimmed;
    }

    /** What stands where a name should start: the empty line, or an error. */
    private static int lastLine(MessageHead head, int position) {
        byte b = head.bytes()[position];
        if (b == '\r' || b == '\n') {
            head.fieldsEnd = position;
            return lineEnd(head, position, Refusal.LINE_END);
        }
        return refuse(head, Octets.isBlank(b) ? Refusal.FOLDED_FIELD : Refusal.FIELD_NAME);
    }

    private static int refuse(MessageHead head, Refusal refusal) {
        head.refusal = refusal;
        return REFUSED;
    }
}
