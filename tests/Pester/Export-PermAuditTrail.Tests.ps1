BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Export-PermAuditTrail' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Department "R&D 'x' \ `u{645}`u{628} `u{1F600}"
        $script:path = "$TestDrive/$([guid]::NewGuid()).jsonl"
    }

    It 'writes a JSON line for each event' {
        $file = Export-PermAuditTrail $script:path
        $file | Should -BeOfType System.IO.FileInfo
        $events = Get-PermAuditEvent
        $lines = Get-Content $script:path | ConvertFrom-Json
        $lines.Count | Should -Be $events.Count
        ($lines[0].PSObject.Properties.Name) | Should -Be Id, SchemaVersion, At, Actor, ActorId, Action, TargetType, Target, TargetId, Before, After, CorrelationId, ActorSeal, TargetSeal, BeforeSeal, AfterSeal, Hash
        $lines[-1].Hash | Should -Be $events[-1].Hash
        $lines[-1].After | Should -BeExactly $events[-1].After
    }

    It 'is verified without the module, and not when a letter was changed, a line left out or moved' {
        $null = Export-PermAuditTrail $script:path
        $verify = "$script:root/examples/verify-audit-trail.ps1"
        $result = & $verify $script:path
        $result.Hash | Should -Be (Get-PermAuditDigest).Hash
        $lines = Get-Content $script:path
        $lines -replace '"Target":"ann"', '"Target":"bob"' | Set-Content $script:path
        { & $verify $script:path } | Should -Throw "Event $($lines.Count) is*"
        $lines[0..1 + 3..($lines.Count - 1)] | Set-Content $script:path
        { & $verify $script:path } | Should -Throw 'Event 3 is*'
        $lines[0, 2, 1 + 3..($lines.Count - 1)] | Set-Content $script:path
        { & $verify $script:path } | Should -Throw 'Event 2 is*'
    }

    It 'is verified by <Program> too' -ForEach @(
        @{ Program = 'python3'; Script = 'verify-audit-trail.py' }
        @{ Program = 'node'; Script = 'verify-audit-trail.mjs' }
    ) {
        if (-not (Get-Command $Program -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because "$Program is not installed here" }
        $null = Export-PermAuditTrail $script:path
        & $Program "$script:root/examples/$Script" $script:path | Should -BeLike "*$((Get-PermAuditDigest).Hash)*"
        $LASTEXITCODE | Should -Be 0
        (Get-Content $script:path) -replace '"Target":"ann"', '"Target":"bob"' | Set-Content $script:path
        $null = & $Program "$script:root/examples/$Script" $script:path 2>&1
        $LASTEXITCODE | Should -Be 1
    }

    It 'is verified by <Script> with the events of a store of 0.1.0 in it' -ForEach @(
        @{ Program = 'pwsh'; Script = 'verify-audit-trail.ps1' }
        @{ Program = 'python3'; Script = 'verify-audit-trail.py' }
        @{ Program = 'node'; Script = 'verify-audit-trail.mjs' }
    ) {
        if (-not (Get-Command $Program -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because "$Program is not installed here" }
        $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        Copy-Item "$script:root/tests/Unit/Data/schema-v1.db" "$folder/perm.db"
        $null = Connect-PermStore "$folder/perm.db" -WarningAction Ignore
        Get-WaitingRoomItem | Remove-WaitingRoomItem -Confirm:$false
        Remove-PermUser bob -Confirm:$false
        foreach ($isErased in $false, $true) {
            if ($isErased) { $null = Clear-PermPersonalData bob -Confirm:$false -WarningAction Ignore }
            $null = Export-PermAuditTrail $script:path -Force
            $lines = Get-Content $script:path
            $lines[1] | Should -Not -BeLike '*SchemaVersion*'
            "$(& $Program "$script:root/examples/$Script" $script:path 2>&1)" | Should -Match (Get-PermAuditDigest).Hash.Substring(0, 12)
            $LASTEXITCODE | Should -Be 0
            $place = @(0..($lines.Count - 1)).Where({ $lines[$_] -notlike '*SchemaVersion*' -and $lines[$_] -like '*"UserCreated"*' -and $lines[$_] -like ($isErased ? '*erased-*' : '*"bob"*') })[0]
            $lines[$place] = $lines[$place] -creplace '"Target":"', '"Target":"x'
            $lines | Set-Content $script:path
            $null = & $Program "$script:root/examples/$Script" $script:path 2>&1
            $LASTEXITCODE | Should -Be 1
        }
    }

    It 'finds its place relative to the location of PowerShell' {
        Push-Location $TestDrive
        try { (Export-PermAuditTrail ./here.jsonl).FullName | Should -Be (Join-Path (Get-Item $TestDrive).FullName here.jsonl) } finally { Pop-Location }
    }

    It 'writes nothing with -WhatIf' {
        Export-PermAuditTrail $script:path -WhatIf | Should -BeNullOrEmpty
        $script:path | Should -Not -Exist
    }

    It 'replaces a file only with -Force' {
        'mine' | Set-Content $script:path
        Export-PermAuditTrail $script:path -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'FileAlreadyExists,PermModule.Commands.ExportPermAuditTrailCommand'
        Get-Content $script:path | Should -Be mine
        $null = Export-PermAuditTrail $script:path -Force
        (Get-Content $script:path).Count | Should -BeGreaterThan 3
    }

    It 'refuses a path that cannot be written' {
        Export-PermAuditTrail "$TestDrive/nowhere/trail.jsonl" -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'FileUnavailable,PermModule.Commands.ExportPermAuditTrailCommand'
        "$TestDrive/nowhere" | Should -Not -Exist
    }
}

Describe 'A trail that was exported and changed' {
    BeforeAll {
        $null = New-TestStore
        $null = New-PermUser ann -Department "R&D 'x' \ `u{645}`u{628} `u{1F600}"
        $script:lines = Get-Content (Export-PermAuditTrail "$TestDrive/trail.jsonl")
    }

    It 'is not verified by <Script> with what no hash covers: <What>' -ForEach @(
        foreach ($script in 'verify-audit-trail.ps1', 'verify-audit-trail.py', 'verify-audit-trail.mjs') {
            @{ Script = $script; What = 'another property'; From = '^{'; To = '{"ApprovedBy":"x",' }
            @{ Script = $script; What = 'another property, at the end'; From = '}$'; To = ',"ApprovedBy":null}' }
            @{ Script = $script; What = 'a name twice'; From = '"Actor":'; To = '"Actor":"x","Actor":' }
            @{ Script = $script; What = 'a number in another form'; From = '"SchemaVersion":2,'; To = '"SchemaVersion":2.0,' }
            @{ Script = $script; What = 'a name twice, once escaped'; From = '"Actor":'; To = '"\u0041ctor":"x","Actor":' }
            @{ Script = $script; What = 'a name in other letters'; From = '^{'; To = '{"actor":"x",' }
            @{ Script = $script; What = 'a number as text'; From = '"Id":2,'; To = '"Id":"2",' }
            @{ Script = $script; What = 'another order'; From = '"Id":2,"SchemaVersion":2,'; To = '"SchemaVersion":2,"Id":2,' }
            @{ Script = $script; What = 'a blank'; From = ',"At":'; To = ', "At":' }
            @{ Script = $script; What = 'no JSON'; From = '^{'; To = '{{' }
            @{ Script = $script; What = 'no schema version'; From = '"SchemaVersion":2,'; To = '' }
            @{ Script = $script; What = 'another schema version'; From = '"SchemaVersion":2,'; To = '"SchemaVersion":3,' }
            @{ Script = $script; What = 'another id'; From = '"TargetId":\w+'; To = '"TargetId":77' }
            @{ Script = $script; What = 'another part'; From = '"Target":"'; To = '"Target":"x' }
            @{ Script = $script; What = 'another salt'; From = '"TargetSeal":"....'; To = '"TargetSeal":"0a1b' }
            @{ Script = $script; What = 'no salt'; From = '"AfterSeal":"\w+"'; To = '"AfterSeal":null' }
            @{ Script = $script; What = 'a commitment in place of a salt'; From = '"ActorSeal":"(\w+)"'; To = '"ActorSeal":"$1$1"' }
            @{ Script = $script; What = 'a seal in capitals'; From = '"AfterSeal":"\w+"'; To = '"AfterSeal":"ABCDEFABCDEFABCDEFABCDEFABCDEFAB"' }
        }
    ) {
        $path = "$TestDrive/changed.jsonl"
        $lines = $script:lines
        $changed = $lines[1] -creplace $From, $To
        $changed | Should -Not -Be $lines[1]
        $lines[0], $changed + $lines[2..($lines.Count - 1)] | Set-Content $path
        if ($Script -like '*.ps1') {
            # In this process, for one of PowerShell takes ten times as long as the others.
            $said = try { & "$script:root/examples/$Script" $path; 'verified' } catch { "$_" }
        }
        else {
            $program = @{ '.py' = 'python3'; '.mjs' = 'node' }[[IO.Path]::GetExtension($Script)]
            if (-not (Get-Command $program -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because "$program is not installed here" }
            $said = & $program "$script:root/examples/$Script" $path 2>&1
            $LASTEXITCODE | Should -Be 1
        }
        "$said" | Should -BeLike '*Event 2 is*'
    }
}
