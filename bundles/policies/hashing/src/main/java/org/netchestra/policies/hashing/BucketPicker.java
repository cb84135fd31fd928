package org.netchestra.policies.hashing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.hash.LvsHash;

/**
 * LVS source hashing ({@code sh}) and destination hashing ({@code dh}): 256 buckets, dealt to the members in turn; the
 * address's hash names the bucket. Linux, {@code net/netfilter/ipvs/ip_vs_sh.c} and {@code ip_vs_dh.c}.
 *
 * <p>A bucket whose server cannot be used has none, unless the fall-back is on: then buckets (2h + k) mod 256 are tried,
 * k = 0, 1, ... (the kernel adds the hash twice). A server that only this request excludes, since it failed there, is
 * always passed over. Thread-safe.
 */
public final class BucketPicker implements Picker {

    private static final ThreadLocal<RequestKey> KEY = ThreadLocal.withInitial(RequestKey::new);

    private final PoolMember[] buckets;
    private final KeySource source;
    private final boolean fallback;

    private BucketPicker(PoolMember[] buckets, KeySource source, boolean fallback) {
        this.buckets = buckets;
        this.source = Objects.requireNonNull(source, "source");
        this.fallback = fallback;
    }

    /**
     * {@code sh}: as many buckets in a row for each member as its weight, at least one, again and again.
     *
     * @param withPort hash the client's port too, so that one client reaches several servers
     */
    public static BucketPicker bySource(ServerPool pool, boolean fallback, boolean withPort) {
        KeySource.Kind kind = withPort ? KeySource.Kind.SOURCE_PORT : KeySource.Kind.SOURCE;
        return new BucketPicker(dealtByWeight(pool), KeySource.of(kind), fallback);
    }

    /** {@code dh}: one bucket for each member, again and again. */
    public static BucketPicker byDestination(ServerPool pool) {
        PoolMember[] buckets = new PoolMember[pool.size() == 0 ? 0 : LvsHash.BUCKETS];
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            buckets[bucket] = pool.member(bucket % pool.size());
        }
        return new BucketPicker(buckets, KeySource.of(KeySource.Kind.DESTINATION), false);
    }

    private static PoolMember[] dealtByWeight(ServerPool pool) {
        PoolMember[] buckets = new PoolMember[pool.size() == 0 ? 0 : LvsHash.BUCKETS];
        int member = 0;
        int dealt = 0;
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            buckets[bucket] = pool.member(member);
            if (++dealt >= buckets[bucket].placementWeight()) {
                member = (member + 1) % pool.size();
                dealt = 0;
            }
        }
        return buckets;
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        if (buckets.length == 0) {
            return null;
        }
        int hash = LvsHash.bucket(AddressKey.read(request, source, KEY.get()));
        PoolMember member = buckets[hash];
        if (Eligibility.of(member, request)) {
            return member.server();
        }
        return fallback || member.usable() ? pickFurtherOn(hash, request) : null;
    }

    private @Nullable RealServer pickFurtherOn(int hash, PickRequest request) {
        for (int step = 0; step < buckets.length; step++) {
            PoolMember member = buckets[(2 * hash + step) % buckets.length];
            if (Eligibility.of(member, request)) {
                return member.server();
            }
        }
        return null;
    }
}
