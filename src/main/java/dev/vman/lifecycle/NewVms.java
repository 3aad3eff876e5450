package dev.vman.lifecycle;

import dev.vman.inventory.Firmware;
import dev.vman.inventory.Image;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Reference;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.Template;
import dev.vman.inventory.Templates;
import dev.vman.operator.HostName;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves what a user wants of a new VM: explicit values, then the template's, then the defaults.
 */
@ApplicationScoped
class NewVms {
    private static final int DEFAULT_CPUS = 1;
    private static final int DEFAULT_MEMORY_MIB = 512;
    private final Templates templates;
    private final VmValues values;
    private final NicValues nicValues;
    private final Networks networks;
    private final DiskOrigins origins;
    private final IsoImages isos;
    private final Operator operator;
    private final HostName host;

    NewVms(
            Templates templates,
            VmValues values,
            NicValues nicValues,
            Networks networks,
            DiskOrigins origins,
            IsoImages isos,
            Operator operator,
            HostName host) {
        this.templates = templates;
        this.values = values;
        this.nicValues = nicValues;
        this.networks = networks;
        this.origins = origins;
        this.isos = isos;
        this.operator = operator;
        this.host = host;
    }

    /**
     * Checks everything, and chooses what is kept for ever. Reads in the present transaction, or in
     * some of its own.
     */
    CreateVm.Payload resolve(NewVm wanted) {
        Optional<Template> template = Optional.ofNullable(wanted.template()).map(this::template);
        Integer cpus = first(wanted.cpus(), template.map(t -> t.cpus), DEFAULT_CPUS);
        Integer memoryMib =
                first(wanted.memoryMib(), template.map(t -> t.memoryMib), DEFAULT_MEMORY_MIB);
        @Nullable Image image =
                origins.find(
                        orTemplate(
                                wanted.image(),
                                template,
                                t -> t.image == null ? null : t.image.toString()));
        @Nullable Long diskBytes =
                DiskOrigins.size(
                        "diskSizeBytes",
                        orTemplate(wanted.diskSizeBytes(), template, t -> t.diskSizeBytes),
                        image);
        @Nullable String machine = orTemplate(wanted.machine(), template, t -> t.machine);
        @Nullable Firmware firmware = orTemplate(wanted.firmware(), template, t -> t.firmware);
        @Nullable String network = orTemplate(wanted.network(), template, t -> t.network);
        Map<String, String> labels = new HashMap<>(template.map(t -> t.labels).orElse(Map.of()));
        labels.putAll(Objects.requireNonNullElse(wanted.labels(), Map.of()));
        @Nullable UUID cdrom = isos.find("cdrom", wanted.cdrom());
        UUID id = UUID.randomUUID();
        List<Nics> chosen = new ArrayList<>();
        new Checks()
                .check(() -> values.name(wanted.name()))
                .check(() -> values.cpus(cpus))
                .check(() -> values.memory(memoryMib))
                .check(() -> values.diskSize(diskBytes))
                .check(() -> values.machine(machine))
                .check(() -> values.labels(labels))
                .check(() -> values.boot(wanted.boot()))
                .check(() -> values.startOrder(wanted.startOrder()))
                .check(() -> chosen.add(nics(id, wanted, network)))
                .check(() -> wanted.metadata().check("metadata."))
                .check(() -> values.firmware(firmware))
                .check(() -> VmValues.microvm(machine, wanted.boot(), firmware))
                .check(() -> VmValues.bootOrder(wanted.bootOrder()))
                .done();
        return new CreateVm.Payload(
                id,
                wanted.name(),
                host.value(),
                template.map(t -> t.id).orElse(null),
                labels,
                cpus,
                memoryMib,
                values.machineType(machine),
                operator.capabilities().cpuModel(),
                chosen.getFirst().network(),
                wanted.boot(),
                diskBytes == null ? null : UUID.randomUUID(),
                diskBytes,
                Objects.requireNonNullElse(wanted.restart(), RestartPolicy.NEVER),
                Objects.requireNonNullElse(wanted.startOrder(), 0),
                wanted.protectedFromDeletion(),
                wanted.start(),
                chosen.getFirst().plans(),
                wanted.metadata(),
                image == null ? null : image.id,
                firmware,
                cdrom,
                wanted.bootOrder() == null ? null : wanted.bootOrder().getFirst());
    }

    /** The NICs, and the name of the first one's network. */
    private record Nics(String network, List<NicPlan> plans) {}

    private Nics nics(UUID vm, NewVm wanted, @Nullable String network) {
        List<NewNic> nics =
                Objects.requireNonNullElseGet(
                        wanted.nics(), () -> List.of(new NewNic(network, null, null)));
        return QuarkusTransaction.joiningExisting()
                .call(() -> {
                    List<NicPlan> plans = nicValues.plan(vm, nics);
                    UUID first = plans.getFirst().network();
                    return new Nics(networks.require(first).name, plans);
                });
    }

    private Template template(String reference) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> {
                    Template template = templates.require(Reference.parse(reference));
                    Hibernate.initialize(template.labels);
                    return template;
                });
    }

    private static <T> T first(@Nullable T explicit, Optional<T> template, T otherwise) {
        return explicit == null ? template.orElse(otherwise) : explicit;
    }

    private static <T> @Nullable T orTemplate(
            @Nullable T explicit,
            Optional<Template> template,
            Function<Template, @Nullable T> field) {
        return explicit != null || template.isEmpty() ? explicit : field.apply(template.get());
    }
}
