import CKernels

/// The memory that tables are loaded into: touched once, then used again and again.
///
/// The C library gives each large array pages of its own and hands them back when it is freed; the kernel clears
/// them, one fault for every 4 KiB. Loading and matching a million people faulted in 8 GB to hold 4: a third of the
/// time. So before much is loaded, arrays are told to come from one heap, which keeps what is freed and has large
/// pages.
public enum Heap {
    /// Below so many bytes what is gained is not worth a heap that never shrinks.
    private static let bytesMin = 32 << 20

    /// Sets room aside for tables of about so many bytes. It is not used until it is written to.
    ///
    /// Where the room cannot be had, nothing is changed but the speed.
    public static func reserve(_ bytes: Int) {
        if bytes >= bytesMin { ck_heap_reserve(bytes) }
    }
}
