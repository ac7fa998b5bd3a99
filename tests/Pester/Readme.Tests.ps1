BeforeDiscovery {
    $text = Get-Content "$PSScriptRoot/../../README.md" -Raw
    $sections = [regex]::Matches($text, '(?ms)^### (?<title>[^\n]+)\n(?<body>.*?)(?=^##|\z)') | ForEach-Object {
        $code = [regex]::Matches($_.Groups['body'].Value, '(?ms)^```powershell\n(.*?)^```').ForEach({ $_.Groups[1].Value }) -join "`n"
        @{ Title = $_.Groups['title'].Value; Code = $code }
    }
}

Describe 'The README' {
    BeforeAll {
        . $PSScriptRoot/Setup.ps1
        . $PSScriptRoot/PortalSetup.ps1
        $script:fake = Start-FakePortal -Users 12
        # What Microsoft.PowerShell.SecretManagement takes from a vault.
        function global:Get-Secret { [Net.NetworkCredential]::new('', $script:fake.Token).SecurePassword }
        $folder = (New-Item -ItemType Directory "$TestDrive/readme").FullName
        Copy-Item "$PSScriptRoot/../../examples" $folder -Recurse
        Push-Location $folder
    }

    AfterAll {
        Stop-FakePortal $fake
        Remove-Item function:Get-Secret
        Disconnect-PermStore
        Pop-Location
    }

    It 'has a tour' {
        [regex]::Matches((Get-Content "$PSScriptRoot/../../README.md" -Raw), '(?m)^### ').Count | Should -BeGreaterOrEqual 4
    }

    It 'shows the newest benchmark' {
        function Get-Table($Text) { [regex]::Matches($Text, '(?m)^\| .*$').Value -join "`n" }
        $newest = (Get-Content "$PSScriptRoot/../../docs/performance.md" -Raw) -split '(?m)^## ' | Select-Object -First 1
        $shown = (Get-Content "$PSScriptRoot/../../README.md" -Raw) -split '(?m)^## ' | Where-Object { $_ -like 'Speed*' }
        Get-Table $shown | Should -BeExactly (Get-Table $newest)
        $commit = [regex]::Match($newest, 'Benchmarks at (\w+)').Groups[1].Value
        $shown | Should -BeLike "*$commit*"
    }

    It 'tells how to import what was built' {
        $text = Get-Content "$PSScriptRoot/../../README.md" -Raw
        $code = [regex]::Match($text, '(?ms)^## Install\n.*?^```powershell\n\./build\.ps1\n(.*?)^```').Groups[1].Value
        $code | Should -Match '^Import-Module '
        Push-Location "$PSScriptRoot/../.."
        try {
            $said = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $code" 2>&1 | Out-String
        }
        finally {
            Pop-Location
        }
        $LASTEXITCODE | Should -Be 0 -Because $said
        $said | Should -BeLike '*Import-PermUser*Permissions and seats of a*'
    }

    # The sections are one tour: each goes on with the store of the one before.
    It 'does what it says under "<Title>"' -ForEach $sections {
        $ErrorActionPreference = 'Stop'
        $ConfirmPreference = 'None'
        $output = . ([scriptblock]::Create($Code.Replace('https://portal.example.com', $fake.Uri)))
        $output | Should -Not -BeNullOrEmpty
    }

    It 'names only files that are there' {
        $text = Get-Content "$PSScriptRoot/../../README.md" -Raw
        $links = [regex]::Matches($text, '\]\((?!https?:)(?<path>[^)#]+)').ForEach({ $_.Groups['path'].Value })
        $links += [regex]::Matches($text, '`(?<path>(?:src|tests|docs|examples|bench|samples)/[\w./-]+)`').ForEach({ $_.Groups['path'].Value })
        $links | Where-Object { -not (Test-Path "$PSScriptRoot/../../$_") } | Should -BeNullOrEmpty
    }
}
