package org.netchestra.experiments.vectors;

import java.math.BigInteger;
import org.netchestra.core.hash.JumpHash;

/** Jump consistent hash of a number: {@code {key, buckets, pick}}. */
final class JumpFormat implements Format {

    private static final String KEY = "a whole number of 64 bits without sign";

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("key", "buckets", "pick");
    }

    @Override
    public String name(Fields vector) {
        return "jump " + vector.text("key") + " of " + vector.text("buckets");
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        long key = key(vector);
        if (vector.integer("buckets") < 1) {
            throw vector.malformed("buckets", "at least 1");
        }
        verdicts.check("pick", vector.integer("pick"), JumpHash.bucket(key, vector.integer("buckets")));
    }

    private static long key(Fields vector) {
        try {
            BigInteger key = vector.number("key").toBigIntegerExact();
            if (key.signum() >= 0 && key.bitLength() <= Long.SIZE) {
                return key.longValue();
            }
        } catch (ArithmeticException fraction) {
            throw vector.malformed("key", KEY);
        }
        throw vector.malformed("key", KEY);
    }
}
