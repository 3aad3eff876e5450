package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Images;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Template;
import dev.vman.inventory.Templates;
import dev.vman.inventory.UniqueNames;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code template.create}, {@code template.change}, {@code template.delete}: one transaction, no
 * steps.
 */
@ApplicationScoped
class ChangeTemplates implements ActKind<ChangeTemplates.Payload> {
    private static final long ROOM = 1L << 16;
    private final Templates templates;
    private final Vms vms;
    private final Images images;

    ChangeTemplates(Templates templates, Vms vms, Images images) {
        this.templates = templates;
        this.vms = vms;
        this.images = images;
    }

    /** What is to be done to the template. */
    enum Verb {
        CREATE,
        CHANGE,
        DELETE;

        String kind() {
            return "template." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** The request; {@code values} is null for a delete. */
    record Payload(UUID id, Verb verb, @Nullable TemplateChange values, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(Verb.values(), Verb::kind, Payload.class, Payload::verb);
    }

    @Override
    public Act make(Payload payload) {
        return new Write(payload);
    }

    @Override
    public long roomFor(Payload payload) {
        return payload.verb() == Verb.CREATE ? ROOM : 0;
    }

    /** Throws while a VM was made from it. */
    void checkUnused(Template template) {
        if (vms.usesTemplate(template.id)) {
            throw new Failure.Conflict(
                    "template-in-use",
                    "VMs were made from template '" + template.name + "'.",
                    "Delete those VMs first, or keep the template.");
        }
    }

    private final class Write implements Act {
        private final Payload payload;

        Write(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public void admit() {
            if (payload.verb() == Verb.CREATE) {
                return;
            }
            Template template = templates.require(payload.id());
            Versions.check(payload.version(), template.version, "Template '" + template.name + "'");
            if (payload.verb() == Verb.DELETE) {
                checkUnused(template);
            }
        }

        @Override
        public List<Step> steps() {
            return List.of();
        }

        @Override
        public void succeed() {
            switch (payload.verb()) {
                case CREATE -> create();
                case CHANGE -> change();
                case DELETE -> templates.remove(templates.require(payload.id()));
            }
        }

        private void create() {
            Template template = new Template();
            template.id = payload.id();
            apply(values(), template);
            UniqueNames.guard("template", template.name, () -> templates.add(template));
        }

        private void change() {
            Template template = templates.require(payload.id());
            apply(values(), template);
            UniqueNames.guard("template", template.name, () -> templates.changed(template));
        }

        private TemplateChange values() {
            return Objects.requireNonNull(payload.values());
        }

        @Override
        public void fail(Failure why) {}
    }

    private void apply(TemplateChange values, Template template) {
        template.name = Objects.requireNonNullElse(values.name(), template.name);
        template.cpus = Objects.requireNonNullElse(values.cpus(), template.cpus);
        template.memoryMib = Objects.requireNonNullElse(values.memoryMib(), template.memoryMib);
        template.diskSizeBytes =
                values.diskSizeBytes() == null ? template.diskSizeBytes : values.diskSizeBytes();
        template.machine = values.machine() == null ? template.machine : values.machine();
        template.firmware = values.firmware() == null ? template.firmware : values.firmware();
        template.network = values.network() == null ? template.network : values.network();
        if (values.image() != null) {
            UUID image = images.require(Reference.parse(values.image())).id;
            template.image = images.lockReady(image).id;
        }
        Map<String, String> labels = values.labels();
        if (labels != null) {
            template.labels = new HashMap<>(labels);
        }
    }
}
