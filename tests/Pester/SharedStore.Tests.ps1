# A store on a PostgreSQL server, through the cmdlets.
BeforeDiscovery {
    . $PSScriptRoot/PostgresSetup.ps1
    $script:skip = Test-PostgresMissing
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PostgresSetup.ps1
}

Describe 'A connection string' {
    It 'is refused with a password inside' {
        $refusal = { Connect-PermStore -ConnectionString 'postgresql://perm:secret@db.example.com/hr' } | Should -Throw -ErrorId 'PasswordInConnectionString,PermModule.Commands.ConnectPermStoreCommand' -PassThru
        $refusal.Exception.Message | Should -BeLike '*-Credential*'
        $refusal.Exception.Message | Should -Not -BeLike '*secret*'
    }

    It 'is refused with a password inside wherever it is given' {
        Push-Location $TestDrive
        try {
            foreach ($text in 'Username=joe;Password=secret;Host=db;Database=hr', 'Passwd=secret;Server=db', 'postgresql://joe:secret/x@db/hr', 'postgresql://joe:secret?x@db/hr') {
                $lines = { New-PermStore $text }, { New-PermStore $text -WhatIf }, { Connect-PermStore $text }, { New-PermStore -ConnectionString $text }, { Get-PermUser -Store $text }, { Restore-PermStore ./backup.db -Destination $text -Force },
                    { Compare-PermStore $text -Store ./none.db }, { Backup-PermStore $text -Store ./none.db }, { $env:PERMMODULE_STORE = $text; Get-PermUser }
                foreach ($line in $lines) {
                    $refusal = $line | Should -Throw -ErrorId 'PasswordInConnectionString,*' -PassThru
                    "$($refusal | Format-List -Force | Out-String)$($refusal.TargetObject)" -replace [regex]::Escape($line.ToString()) | Should -Not -BeLike '*secret*'
                }
            }
            Get-ChildItem . | Should -BeNullOrEmpty
            (TabExpansion2 'Get-PermUser -Store ').CompletionMatches.CompletionText | Should -Not -BeLike '*secret*'
        }
        finally {
            $env:PERMMODULE_STORE = $null
            Pop-Location
        }
    }

    It 'is refused where it is a path' {
        { Connect-PermStore -ConnectionString ./perm.db } | Should -Throw -ErrorId 'InvalidConnectionString,PermModule.Commands.ConnectPermStoreCommand'
        { New-PermStore -ConnectionString ./perm.db } | Should -Throw -ErrorId 'InvalidConnectionString,PermModule.Commands.NewPermStoreCommand'
    }

    It 'loads the driver only when it is used' {
        $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; `$null = New-PermStore '$TestDrive/file.db'; `$null = Get-PermUser
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'Npgsql'
            try { Connect-PermStore -ConnectionString 'postgresql://x@/hr?host=/nowhere' } catch { `$_.FullyQualifiedErrorId -split ',' | Select-Object -First 1 }
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'Npgsql'"
        $said | Should -Be False, StoreUnavailable, True
    }
}

Describe 'A store on a server' -Skip:$skip {
    BeforeAll { $script:server = Start-PostgresServer }

    AfterAll {
        Disconnect-PermStore -ErrorAction Ignore
        Stop-PostgresServer $server
    }

    BeforeEach {
        $script:url = $server.Url + 't' + [guid]::NewGuid().ToString('N')
        $script:store = New-PermStore -ConnectionString $url -Actor tester
        $null = New-PermProfile Editor -Right asset-bank.asset-management.upload-assets
        $null = New-PermProfile Viewer -Right asset-bank.collections.create-collections -Default
    }

    It 'says where it is' {
        $shown = Get-PermStore
        $shown.Engine, $shown.Profiles | Should -Be PostgreSQL, 2
        $shown.Location | Should -BeLike '*/postgres/t*'
        $shown.Path | Should -Be $url
        $shown.RoundTripMilliseconds | Should -BeGreaterThan 0
        ($shown | Format-List | Out-String) | Should -BeLike '*RoundTripMilliseconds*'
        (Test-PermStore) | Should -BeTrue
    }

    It 'keeps names as they are whatever encoding the environment names' {
        $said = pwsh -NoProfile -NonInteractive -Command "`$env:PGCLIENTENCODING = 'WIN1252'; Import-Module '$manifest'; `$null = Connect-PermStore -ConnectionString '$url'
            `$null = New-PermUser ('j' + [char]0xf6 + 'rg'); (Get-PermUser).UserName -eq ('j' + [char]0xf6 + 'rg'); Test-PermAuditTrail"
        $said | Should -Be True, True
        (Get-PermUser).UserName | Should -Be "j$([char]0xf6)rg"
        Test-PermAuditTrail | Should -BeTrue
    }

    It 'is found by -Store and by the environment' {
        Disconnect-PermStore
        (Get-PermStore -Store $url).Profiles | Should -Be 2
        $env:PERMMODULE_STORE = $url
        try { (Get-PermProfile).Name | Should -Be Editor, Viewer } finally { $env:PERMMODULE_STORE = $null }
    }

    It 'takes no more of the server than a few sessions, however many stores are used in turn' {
        # The server that the tests start lets in twenty.
        $urls = 1..22 | ForEach-Object { "$($server.Url)tenant$_" }
        foreach ($tenant in $urls) { $null = New-PermStore -ConnectionString $tenant; $null = New-PermProfile Viewer -Default }
        $null = New-PermStore "$TestDrive/$([guid]::NewGuid()).db"
        foreach ($time in 1, 2) {
            foreach ($tenant in $urls) { $null = New-PermUser "u$time" -Store $tenant }
        }
        $kept = foreach ($tenant in $urls) { Get-PermUser u1 -Store $tenant }
        $kept | Set-PermUser -Department Press
        Invoke-PermTransaction -Store $urls[0] { foreach ($tenant in $urls) { (Get-PermUser -Store $urls[0] | Measure-Object).Count | Should -Be 2 } }
        foreach ($tenant in $urls) { (Get-PermUser -Store $tenant).Department | Should -Be 'Press', $null }
    }

    It 'is one store in a transaction, in whichever form it is named' -Skip:($null -ne $env:PERMMODULE_TEST_POSTGRES) {
        $pairs = "Host=$($server.Folder);Database=postgres;Username=postgres;Schema=$($url -replace '^.*=')"
        (Invoke-PermTransaction { New-PermUser ann -Store $pairs; New-PermUser bob }).UserName | Should -Be ann, bob
    }

    It 'knows what was read over another connection, whatever it is called since' {
        $user, $userProfile = (New-PermUser ann), (Get-PermProfile Editor)
        $null = New-PermUser bob
        Set-PermUser ann -NewUserName anna
        Set-PermUser bob -NewUserName ann
        Set-PermProfile Viewer -NewName Reader
        Set-PermProfile Editor -NewName Viewer
        $null = Connect-PermStore $url
        $user | Set-PermUser -Profile $userProfile
        (Get-PermUser | Sort-Object UserName | ForEach-Object { "$($_.UserName) $($_.ProfileName)" }) | Should -Be 'ann Reader', 'anna Viewer'
        Set-PermUser anna -Department Here
        { $user | Set-PermUser -Department There -ErrorAction Stop } | Should -Throw -ErrorId 'ConcurrentChange,*'
    }

    It 'takes users from a pipeline and gives them to one' {
        $made = 1..200 | ForEach-Object { [pscustomobject]@{ UserName = "u$_"; Profile = 'Editor' } } | New-PermUser
        $made | Should -HaveCount 200
        Get-PermUser -Profile Editor | Set-PermUser -Profile Viewer
        (Get-PermUser -Profile Viewer) | Should -HaveCount 200
        Test-PermAuditTrail | Should -BeTrue
    }

    It 'applies a transaction whole or not at all' {
        { Invoke-PermTransaction { $null = New-PermUser ann; throw 'no' } } | Should -Throw no
        Get-PermUser | Should -BeNullOrEmpty
        Invoke-PermTransaction { $null = New-PermUser ann; $null = New-PermUser bob }
        (Get-PermUser).UserName | Should -Be ann, bob
    }

    It 'is seen by another session at once' {
        $null = New-PermUser ann
        $right = 'asset-bank.collections.create-collections'
        Test-PermRight $right -User ann | Should -BeTrue
        pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; `$null = Connect-PermStore -ConnectionString '$url'; Revoke-PermRight Viewer $right -Confirm:`$false"
        Test-PermRight $right -User ann | Should -BeFalse
    }

    It 'fills its seats and no more, whoever else writes' {
        $null = Set-SeatContract -Light 20 -Regular 20 -Heavy 20
        $made = 1..4 | ForEach-Object -Parallel {
            $writer = $_
            Import-Module $using:manifest
            $null = Connect-PermStore -ConnectionString $using:url
            1..15 | ForEach-Object { New-PermUser "w$writer-$_" -ErrorAction SilentlyContinue }
            Disconnect-PermStore
        } -ThrottleLimit 4
        @($made).Count | Should -Be 20
        (Get-PermUser -Active) | Should -HaveCount 20
        Test-PermStore | Should -BeTrue
    }

    It 'goes to a file and back' {
        $null = New-PermUser ann
        $digest = (Get-PermAuditDigest).Hash
        $null = Backup-PermStore "$TestDrive/moved.db"
        $null = New-PermStore -ConnectionString "${url}b" -From "$TestDrive/moved.db"
        (Get-PermAuditDigest).Hash | Should -Be $digest
        (Get-PermUser).UserName | Should -Be ann
    }

    It 'is read again by what Get-PermStore and completion say' {
        $shown = Get-PermStore
        $null = New-PermUser ann
        Disconnect-PermStore
        (Get-PermUser -Store $shown.Path).UserName | Should -Be ann
        (Get-PermUser -Store (Invoke-Expression (TabExpansion2 'Get-PermUser -Store postgres').CompletionMatches[0].CompletionText)).UserName | Should -Be ann
        (Get-PermStore -Store $url | Connect-PermStore).Path | Should -Be $url
        (Get-PermUser).UserName | Should -Be ann
    }

    It 'is compared by its connection string' {
        Disconnect-PermStore
        $null = New-PermStore "$TestDrive/$([guid]::NewGuid()).db"
        $null = New-PermUser ann -Profile (New-PermProfile Editor -Right asset-bank.asset-management.upload-assets)
        $found = Compare-PermStore (Get-PermStore) $url
        ($found | Where-Object Kind -EQ User).Command | Should -BeLike "*-Store '$url'*"
        Compare-PermStore $url $url | Should -BeNullOrEmpty
    }

    It 'is no place for a file' {
        $backup = (Backup-PermStore "$TestDrive/$([guid]::NewGuid()).db").FullName
        $name = $url
        $pairs = "Database=postgres;Host=/nowhere;Schema=x"
        { Restore-PermStore $backup -Force } | Should -Throw -ErrorId 'StoreOnServer,*'
        Disconnect-PermStore
        Push-Location $TestDrive
        try {
            $before = (Get-ChildItem).Name
            foreach ($line in { Restore-PermStore $backup -Force -Store $name }, { Restore-PermStore $backup -Force -Destination $name }, { Restore-PermStore $backup -Force -Destination $pairs },
                { Restore-PermStore $name -Force }, { Backup-PermStore $name -Store $backup }, { New-PermStore ./made.db -From $name }, { $env:PERMMODULE_STORE = $name; Restore-PermStore $backup -Force }) {
                $refusal = $line | Should -Throw -ErrorId 'StoreOnServer,*' -PassThru
                $refusal.Exception.Message | Should -BeLike '*. * file*'
            }
            (Get-ChildItem).Name | Should -Be $before
        }
        finally {
            $env:PERMMODULE_STORE = $null
            Pop-Location
        }
    }

    It 'is not replaced by a file' {
        $null = Backup-PermStore "$TestDrive/$([guid]::NewGuid()).db"
        { New-PermStore -ConnectionString $url } | Should -Throw -ErrorId 'StoreAlreadyExists,*'
    }

    It 'is not replaced with -Force, which makes one where there is none' {
        { New-PermStore -ConnectionString $url -Force } | Should -Throw -ErrorId 'StoreAlreadyExists,*' -PassThru | ForEach-Object { $_.Exception.Message } | Should -BeLike '*-Force replaces files only.'
        (Get-PermProfile).Name | Should -Be Editor, Viewer
        (New-PermStore -ConnectionString "${url}n" -Force).Profiles | Should -Be 0
    }
}
