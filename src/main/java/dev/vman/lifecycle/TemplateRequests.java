package dev.vman.lifecycle;

import dev.vman.inventory.Reference;
import dev.vman.inventory.Template;
import dev.vman.inventory.Templates;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way in for everything that changes templates. Every method throws {@link dev.vman.Failure} to
 * refuse.
 */
@ApplicationScoped
public class TemplateRequests {
    private final Templates templates;
    private final VmValues values;
    private final DiskOrigins origins;
    private final ChangeTemplates acts;
    private final Requests requests;

    TemplateRequests(
            Templates templates,
            VmValues values,
            DiskOrigins origins,
            ChangeTemplates acts,
            Requests requests) {
        this.templates = templates;
        this.values = values;
        this.origins = origins;
        this.acts = acts;
        this.requests = requests;
    }

    public Answer create(NewTemplate template, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    TemplateChange wanted =
                            new TemplateChange(
                                    template.name(),
                                    template.cpus(),
                                    template.memoryMib(),
                                    template.diskSizeBytes(),
                                    template.machine(),
                                    template.network(),
                                    template.labels(),
                                    template.image(),
                                    template.firmware());
                    check(wanted);
                    requests.requireFree("template", template.name(), templates);
                    Target target = new Target("template", UUID.randomUUID(), template.name());
                    return requests.submit(
                            acts,
                            target,
                            new ChangeTemplates.Payload(
                                    target.id(), ChangeTemplates.Verb.CREATE, wanted, null),
                            ask);
                });
    }

    public Answer change(String reference, TemplateChange change, Ask ask) {
        Template template = require(reference);
        check(change);
        return submit(template, ChangeTemplates.Verb.CHANGE, change, ask);
    }

    public Answer delete(String reference, Ask ask) {
        Template template = require(reference);
        QuarkusTransaction.requiringNew().run(() -> acts.checkUnused(template));
        return submit(template, ChangeTemplates.Verb.DELETE, null, ask);
    }

    private Template require(String reference) {
        return QuarkusTransaction.requiringNew()
                .call(() -> templates.require(Reference.parse(reference)));
    }

    private Answer submit(
            Template template,
            ChangeTemplates.Verb verb,
            @Nullable TemplateChange wanted,
            Ask ask) {
        Long version = Versions.demanded(ask, template.version, "Template '" + template.name + "'");
        return requests.submit(
                acts,
                template.target(),
                new ChangeTemplates.Payload(template.id, verb, wanted, version),
                ask);
    }

    private void check(TemplateChange wanted) {
        new Checks()
                .check(() -> values.name(wanted.name()))
                .check(() -> values.cpus(wanted.cpus()))
                .check(() -> values.memory(wanted.memoryMib()))
                .check(() -> values.diskSize(wanted.diskSizeBytes()))
                .check(() -> values.machine(wanted.machine()))
                .check(() -> values.firmware(wanted.firmware()))
                .check(() -> values.network(wanted.network()))
                .check(() -> values.labels(wanted.labels()))
                .check(() -> origins.find(wanted.image()))
                .done();
    }
}
