package org.netchestra.api.journal;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A confirmed step of a transaction, kept so that the transaction can be rebuilt on another server. */
@ProviderType
public interface KeptStep {

    /** Which step it was, from 1. */
    int step();

    /** Reads its request again. */
    RequestReader reader();

    /**
     * Compares the reply that the new server gave with the confirmed one, and learns its cookies. The reply itself is
     * discarded.
     *
     * @return false: it answered otherwise; fail the attempt with {@link FailureCause#REBUILD_FAILED}
     */
    boolean matches(int status, List<String> setCookies);
}
