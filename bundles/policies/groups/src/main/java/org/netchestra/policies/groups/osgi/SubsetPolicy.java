package org.netchestra.policies.groups.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.InnerPolicy;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.groups.SubsetPicker;
import org.osgi.service.component.annotations.Component;

/**
 * {@code policy = subset}, options {@code inner}, {@code label}, {@code key}, {@code default} and {@code fallback}: see
 * {@link SubsetPicker}. Without {@code key}, the header that is called {@code x-} and the label is the key.
 */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("subset")
public final class SubsetPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        InnerPolicy inner = options.policy("inner", "wlc");
        String label = options.word("label", "zone");
        KeySource header = new KeySource(KeySource.Kind.HEADER, "x-" + label);
        SubsetPicker.Choice choice = new SubsetPicker.Choice(
                label,
                options.keySource("key", header),
                options.word("default", SubsetPicker.NO_DEFAULT),
                options.choice("fallback", "any", "none").equals("any"));
        return new SubsetPicker(pool, inner::newPicker, choice);
    }
}
