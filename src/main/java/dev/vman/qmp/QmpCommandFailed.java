package dev.vman.qmp;

/** QEMU understood the command and refused it, or could not carry it out. */
public final class QmpCommandFailed extends QmpException {
    private final String command;
    private final String errorClass;
    private final String description;

    QmpCommandFailed(String command, String errorClass, String description) {
        super(command + ": " + Excerpt.of(errorClass) + ": " + Excerpt.of(description), null);
        this.command = command;
        this.errorClass = errorClass;
        this.description = description;
    }

    /** The command's name, such as {@code device_del}. */
    public String command() {
        return command;
    }

    /** QEMU's class of the error, such as {@code GenericError} or {@code CommandNotFound}. */
    public String errorClass() {
        return errorClass;
    }

    /** QEMU's own words, for people; they change between versions. */
    public String description() {
        return description;
    }

    @Override
    QmpException again() {
        return new QmpCommandFailed(command, errorClass, description);
    }
}
