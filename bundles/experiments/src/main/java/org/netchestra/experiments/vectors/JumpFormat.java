package org.netchestra.experiments.vectors;

import org.netchestra.core.hash.JumpHash;

/** Jump consistent hash of a number: {@code {key, buckets, pick}}. */
final class JumpFormat implements Format {

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
        long key = vector.number("key").toBigInteger().longValue();
        verdicts.check("pick", vector.integer("pick"), JumpHash.bucket(key, vector.integer("buckets")));
    }
}
