/** Version of the compiler, recorded in every run; a test keeps it equal to package.json's. */
export const compilerVersion = "0.1.0";
