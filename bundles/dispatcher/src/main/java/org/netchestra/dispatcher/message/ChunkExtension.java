package org.netchestra.dispatcher.message;

import org.jspecify.annotations.Nullable;

/**
 * Checks the extensions of a chunk-size line (RFC 9112 section 7.1.1), octet by octet:
 * {@code *( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] )}. Confined to one event loop.
 */
final class ChunkExtension {

    private enum State {
        BEFORE_SEMICOLON,
        BEFORE_NAME,
        NAME,
        BEFORE_VALUE,
        VALUE,
        QUOTED,
        QUOTED_PAIR,
        QUOTED_END
    }

    private State state = State.BEFORE_SEMICOLON;

    void reset() {
        state = State.BEFORE_SEMICOLON;
    }

    /** Whether the line may end here. */
    boolean isComplete() {
        return state == State.NAME || state == State.VALUE || state == State.QUOTED_END;
    }

    /** Takes one octet of the line; false when the grammar has no place for it. */
    boolean accept(byte b) {
        State next = next(b);
        if (next == null) {
            return false;
        }
        state = next;
        return true;
    }

    private @Nullable State next(byte b) {
        boolean blank = Octets.isBlank(b);
        boolean token = Octets.isToken(b);
        return switch (state) {
            case BEFORE_SEMICOLON -> blank ? state : semicolon(b);
            case BEFORE_NAME -> token ? State.NAME : blank ? state : null;
            case NAME -> token ? state : b == '=' ? State.BEFORE_VALUE : blankOrSemicolon(b);
            case BEFORE_VALUE -> token ? State.VALUE : b == '"' ? State.QUOTED : blank ? state : null;
            case VALUE -> token ? state : blankOrSemicolon(b);
            case QUOTED -> b == '"' ? State.QUOTED_END : b == '\\' ? State.QUOTED_PAIR : text(b);
            case QUOTED_PAIR -> text(b);
            case QUOTED_END -> blankOrSemicolon(b);
        };
    }

    /** White space before "=" is refused: the grammar has it, nobody sends it, and parsers disagree about it. */
    private static @Nullable State blankOrSemicolon(byte b) {
        return Octets.isBlank(b) ? State.BEFORE_SEMICOLON : semicolon(b);
    }

    private static @Nullable State semicolon(byte b) {
        return b == ';' ? State.BEFORE_NAME : null;
    }

    private static @Nullable State text(byte b) {
        return Octets.isValue(b) ? State.QUOTED : null;
    }
}
