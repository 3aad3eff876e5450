package dev.vman;

/** The order in which the rooms start, as priorities of their start-up observers. */
public final class StartOrder {
    /** The storage folder, its lock, the database. */
    public static final int INVENTORY = 10;

    /** The API's token. */
    public static final int API = 20;

    /** What the host can do. */
    public static final int OPERATOR = 30;

    /** The default network, and a NIC for every VM. */
    public static final int NETWORK = 35;

    /** Live machines are taken hold of, interrupted acts go on. */
    public static final int OBSERVER = 40;

    /** What a lost database knew is found again. */
    public static final int RECOVERY = 45;

    /** What should run and does not. */
    public static final int RECONCILER = 50;

    private StartOrder() {}
}
