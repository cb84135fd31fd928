package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.MixedRendezvousPicker;
import org.netchestra.policies.hashing.RendezvousPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = hrw}, options {@code key} and {@code hash}: see {@link RendezvousPicker} and {@link MixedRendezvousPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("hrw")
public final class RendezvousPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        KeySource source = KeyOption.source(options);
        return options.choice("hash", "md5", "mix").equals("mix")
                ? new MixedRendezvousPicker(pool, source)
                : new RendezvousPicker(pool, source);
    }
}
