package org.netchestra.dispatcher.message;

/** Which fields a trailer section may carry (RFC 9110 section 6.5.1). */
public final class Trailers {

    private Trailers() {}

    /** Whether no field frames, routes, authenticates or describes the message: such a one has no business behind the body. */
    public static boolean areAllowed(MessageHead trailer) {
        for (int i = 0; i < trailer.count(); i++) {
            if (isForbidden(trailer, i)) {
                return false;
            }
        }
        return true;
    }

    /** Drops the fields that are not allowed. */
    public static void dropForbidden(MessageHead trailer) {
        for (int i = 0; i < trailer.count(); i++) {
            if (isForbidden(trailer, i)) {
                trailer.drop(i);
            }
        }
    }

    private static boolean isForbidden(MessageHead trailer, int index) {
        FieldName name = trailer.known(index);
        return name != null && name.isForbiddenInTrailer();
    }
}
