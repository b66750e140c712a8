export declare const FLOORS: readonly (readonly string[])[];
export declare const BESIDE: readonly string[];
export declare const HOSTLESS: readonly string[];
export declare const ROOMS: Readonly<Record<string, readonly (readonly string[])[]>>;
export declare const FILES_MAX: number;
export declare const ONE_KIND: readonly string[];
export declare const WEB_FLOORS: readonly string[];
