BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'The module' {
    It 'has a valid manifest' {
        (Test-ModuleManifest $manifest).ExportedCmdlets.Count | Should -BeGreaterThan 0
    }
}
