package org.netchestra.experiments.vectors;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.core.hash.AnchorTable;
import org.netchestra.core.hash.CarpHash;
import org.netchestra.core.hash.JumpHash;
import org.netchestra.core.hash.Md5;

/**
 * One URL through the hash policies over servers cache1, cache2, ...: {@code {url, h64, carp_hash, jump4, anchor_8_4, md5,
 * mit_ch, ..., cache2_down: {md5, ...}}}.
 */
final class UrlHashFormat implements Format {

    private static final int DEFAULT_CACHES = 4;
    private static final Pattern JUMP = Pattern.compile("jump_?(\\d+)");
    private static final Pattern ANCHOR = Pattern.compile("anchor_(\\d+)_(\\d+)");
    private static final Pattern DOWN = Pattern.compile("(cache\\d+)_down");

    private final Policies policies;

    UrlHashFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("url")
                && vector.hasAny("h64", "md5", "carp_hash", "mit_ch", "hrw", "maglev", "mod_ch", "carp");
    }

    @Override
    public String name(Fields vector) {
        return vector.text("url");
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        String url = vector.text("url");
        byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
        int caches = caches(vector);
        for (String field : vector.names()) {
            Matcher jump = JUMP.matcher(field);
            Matcher anchor = ANCHOR.matcher(field);
            Matcher down = DOWN.matcher(field);
            if (field.equals("h64")) {
                verdicts.check(field, vector.raw(field), String.format("%016x", Md5.h64(url)));
            } else if (field.equals("carp_hash")) {
                int hash = CarpHash.url(bytes, 0, bytes.length);
                verdicts.check(field, vector.raw(field), String.format("%08x", hash));
            } else if (jump.matches()) {
                int bucket = JumpHash.bucket(Md5.h64(url), Integer.parseInt(jump.group(1)));
                verdicts.check(field, vector.integer(field), bucket);
            } else if (anchor.matches()) {
                AnchorTable table =
                        AnchorTable.of(Integer.parseInt(anchor.group(1)), Integer.parseInt(anchor.group(2)));
                verdicts.check(field, vector.integer(field), table.bucket(Md5.h64(url)));
            } else if (down.matches()) {
                Fields picks = vector.object(field);
                picks.names().forEach(policy -> pick(picks, policy, url, caches, down.group(1), verdicts));
            } else if (!field.equals("url") && !field.equals("note")) {
                pick(vector, field, url, caches, null, verdicts);
            }
        }
    }

    private void pick(
            Fields expected, String policy, String url, int caches, @Nullable String down, Verdicts verdicts) {
        if (!policies.has(policy)) {
            verdicts.unsupported(policy);
            return;
        }
        ProbePool pool = new ProbePool();
        for (int number = 1; number <= caches; number++) {
            pool.add("cache" + number, 1);
        }
        if (down != null) {
            pool.up(down, false);
        }
        verdicts.check(
                down == null ? policy : policy + " with " + down + " down",
                expected.raw(policy),
                Policies.name(policies.picker(policy, pool.snapshot()).pick(new ProbeRequest().key(url))));
    }

    /** As many as the buckets of jump, else as many as are named, but at least four. */
    private static int caches(Fields vector) {
        for (String field : vector.names()) {
            Matcher jump = JUMP.matcher(field);
            if (jump.matches()) {
                return Math.max(Integer.parseInt(jump.group(1)), Numbered.highest("cache", List.of(vector)));
            }
        }
        return Math.max(DEFAULT_CACHES, Numbered.highest("cache", List.of(vector)));
    }
}
