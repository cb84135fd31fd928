package org.netchestra.api.policy;

/** An option behind a policy's name has a value that the policy cannot use. */
public final class InvalidOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String option;
    private final String value;
    private final String expected;

    public InvalidOptionException(String option, String value, String expected) {
        super(option + ": " + value + " (expected: " + expected + ")");
        this.option = option;
        this.value = value;
        this.expected = expected;
    }

    public String option() {
        return option;
    }

    public String value() {
        return value;
    }

    public String expected() {
        return expected;
    }
}
