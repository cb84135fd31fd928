package org.netchestra.api.journal;

/** What RFC 9110 section 9.2 says of a request's method. */
public enum MethodClass {
    /** Asks for no change (section 9.2.1). */
    SAFE,
    /** Sending it twice has the effect of sending it once (section 9.2.2). */
    IDEMPOTENT,
    /** Everything else: sending it twice may do it twice. */
    OTHER;

    /** The class of a method as its registrations have it; methods are case-sensitive. */
    public static MethodClass of(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH" -> SAFE;
            case "PUT", "DELETE" -> IDEMPOTENT;
            default -> OTHER;
        };
    }
}
