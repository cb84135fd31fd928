package org.netchestra.dispatcher.netty.setup;

import org.netchestra.core.config.ConnectionSpec;

/**
 * Notices that files of certificates have changed, and have stayed as they are since the last look: whoever replaces a certificate
 * and its key is not caught half-way. Not thread-safe.
 */
public final class CertificateWatch {

    private FileStamps loaded;
    private FileStamps last;

    /** Begins with the files as they were loaded. */
    public CertificateWatch(ConnectionSpec spec) {
        loaded = FileStamps.of(spec);
        last = loaded;
    }

    /** Whether the files are to be loaded again; then they count as loaded, well or not. It blocks. */
    public boolean isReloadDue(ConnectionSpec spec) {
        if (spec.tls() == null && spec.serverTls() == null) {
            return false;
        }
        FileStamps now = FileStamps.of(spec);
        boolean due = !now.equals(loaded) && now.equals(last);
        last = now;
        if (due) {
            loaded = now;
        }
        return due;
    }
}
