Describe 'Style' {
    BeforeAll {
        . $PSScriptRoot/../PowerShell.ps1
    }

    It 'is what <_> looks for' -ForEach 'Invoke-Analysis.ps1', 'Invoke-Lint.ps1' {
        $said = @(pwsh -NoProfile -NonInteractive -File "$PSScriptRoot/../Style/$_" 2>&1 | ForEach-Object { "$_" })
        if ($LASTEXITCODE -eq 2) {
            Set-ItResult -Skipped -Because $said[-1]
            return
        }
        $LASTEXITCODE | Should -Be 0 -Because ($said -join "`n")
        $said[-1] | Should -Match '\d+ (script|file)'
    }
}
