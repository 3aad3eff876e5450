package dev.vman.operator;

/**
 * Where every device sits on the root bus. Fixed for ever: a guest remembers its addresses, so an
 * address is added here and never moved.
 */
final class PciLayout {
    static final String ROOT_BUS = "pcie.0";
    static final String DISPLAY = "0x1";
    static final String SCSI_CONTROLLER = "0x2";
    static final String RANDOM = "0x3";
    static final String CHANNELS = "0x4";
    static final int MOST_NICS = 8;

    private static final int FIRST_NIC = 0x8;
    private static final int FIRST_PORT = 0x10;
    private static final int FUNCTIONS = 8;

    private PciLayout() {}

    static String nic(int index) {
        if (index < 0 || index >= MOST_NICS) {
            throw new IllegalArgumentException("a machine has " + MOST_NICS + " NICs at most");
        }
        return "0x" + Integer.toHexString(FIRST_NIC + index);
    }

    /**
     * Eight ports share a device, each as a function of it, so that twelve ports take two
     * addresses.
     */
    static String port(int slot) {
        return "0x" + Integer.toHexString(FIRST_PORT + slot / FUNCTIONS) + "." + slot % FUNCTIONS;
    }

    /** A guest looks for further functions only where the first one says that there are some. */
    static boolean firstFunction(int slot) {
        return slot % FUNCTIONS == 0;
    }
}
