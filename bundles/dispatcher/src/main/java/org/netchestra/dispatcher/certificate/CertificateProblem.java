package org.netchestra.dispatcher.certificate;

import java.nio.file.Path;

/** A file with certificates or keys that cannot be used. */
public final class CertificateProblem extends Exception {

    private static final long serialVersionUID = 1;

    private final String file;
    private final String expected;

    CertificateProblem(Path file, String expected) {
        super(file + " (expected: " + expected + ")");
        this.file = file.toString();
        this.expected = expected;
    }

    /** The files were read, but what is in them cannot be used. */
    public static CertificateProblem unusable(Path file, Exception cause) {
        return new CertificateProblem(file, "certificates and keys that TLS can be spoken with; " + cause.getMessage());
    }

    /** The file that is at fault. */
    public String file() {
        return file;
    }

    /** What should have been there. */
    public String expected() {
        return expected;
    }
}
