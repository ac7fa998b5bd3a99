BeforeAll {
    . $PSScriptRoot/Setup.ps1
}

Describe 'Export-PermUser' {
    BeforeEach {
        $script:store = New-TestStore
        $script:file = "$TestDrive/$([guid]::NewGuid()).csv"
        $null = New-PermUser ann -Email ann@example.com -FirstName '=1+1' -Profile Admin -Department Sales
        $null = New-PermUser bob -Email bob@example.com -Profile Editor -Department Sales -Inactive
        $null = New-PermUser 'c[1]' -Profile Viewer
    }

    It 'writes everybody to <Format> and returns the file' -ForEach @(
        @{ Format = 'Csv'; Lines = 4 }
        @{ Format = 'PortalExport'; Lines = 4 }
    ) {
        $result = Export-PermUser $file -Format $Format
        $result | Should -BeOfType System.IO.FileInfo
        $result.FullName | Should -Be $file
        @($result | Get-Content).Count | Should -Be $Lines
    }

    It 'writes SCIM and JSON that other programs can read' {
        $null = Export-PermUser "$file.scim" -Format Scim
        $scim = Get-Content "$file.scim" -Raw | ConvertFrom-Json
        $scim.totalResults | Should -Be 3
        $scim.Resources.userName | Should -Be ann, bob, 'c[1]'
        $null = Export-PermUser "$file.json" -Format Json
        $json = Get-Content "$file.json" -Raw | ConvertFrom-Json
        $json.Tier | Should -Be Heavy, Regular, Light
    }

    It 'goes back in without a change' -ForEach @('Csv', 'Scim' | ForEach-Object { @{ Format = $_ } }) {
        $written = $Format -eq 'Csv' ? $file : "$file.$Format"
        $null = Export-PermUser $written -Format $Format
        $result = Import-PermUser $written -Mode Sync
        $result.Unchanged, $result.Updated, $result.Deactivated, $result.Rejected | Should -Be 3, 0, 0, 0
    }

    It 'makes users again through Import-Csv and New-PermUser' {
        $null = Export-PermUser $file
        $null = New-TestStore
        $users = Import-Csv $file | New-PermUser
        $users.UserName | Should -Be ann, bob, 'c[1]'
        $users.IsActive | Should -Be $true, $false, $true
    }

    It 'takes the filters of Get-PermUser' {
        $names = {
            param($filter)
            (Export-PermUser $file -Force @filter | Import-Csv).UserName
        }
        & $names @{ Department = 'sal*'; Active = $true } | Should -Be ann
        & $names @{ UserName = 'b*', 'ann' } | Sort-Object | Should -Be ann, bob
        & $names @{ Tier = 'Regular', 'Light' } | Should -Be bob, 'c[1]'
        & $names @{ First = 1; Skip = 1 } | Should -Be bob
        & $names @{ Inactive = $true } | Should -Be bob
        & $names @{ First = 0 } | Should -BeNullOrEmpty
    }

    It 'has the same filters as Get-PermUser, of the present' {
        $own = (Get-Command Export-PermUser).Parameters.Keys
        (Get-Command Get-PermUser).Parameters.Keys | Where-Object { $_ -notin $own -and $_ -ne 'AsOf' } | Should -BeNullOrEmpty
    }

    It 'takes users from the pipeline, and nobody is nobody' {
        (Get-PermUser 'c*' | Export-PermUser $file | Import-Csv).UserName | Should -Be 'c[1]'
        Get-PermUser 'x*' | Export-PermUser $file -Force | Import-Csv | Should -BeNullOrEmpty
        ('ann', 'bob' | Export-PermUser $file -Force | Import-Csv).UserName | Should -Be ann, bob
    }

    It 'keeps a file unless -Force is given' {
        Set-Content $file precious
        { Export-PermUser $file } | Should -Throw -ErrorId 'FileAlreadyExists,PermModule.Commands.ExportPermUserCommand'
        Get-Content $file | Should -Be precious
        $null = Export-PermUser $file -Force
        Get-Content $file -First 1 | Should -BeLike 'UserName,Email,*'
    }

    It 'writes nothing with -WhatIf' {
        Export-PermUser $file -WhatIf | Should -BeNullOrEmpty
        $file | Should -Not -Exist
    }

    It 'refuses a folder, a missing folder and an unknown user' {
        { Export-PermUser $TestDrive } | Should -Throw -ErrorId 'NotAFile,PermModule.Commands.ExportPermUserCommand'
        { Export-PermUser "$TestDrive/no/such/folder.csv" } | Should -Throw -ErrorId 'FileUnavailable,PermModule.Commands.ExportPermUserCommand'
        { Export-PermUser $file nobody } | Should -Throw -ErrorId 'UserNotFound,PermModule.Commands.ExportPermUserCommand'
        $file | Should -Not -Exist
    }

    It 'leaves no cell that a spreadsheet would run' {
        $null = Export-PermUser $file
        (Import-Csv $file)[0].FirstName | Should -Be "'=1+1"
    }

    It 'leaves nothing behind when it is stopped' {
        $users = "$TestDrive/many.csv"
        Set-Content $users (@('UserName') + (1..100000 | ForEach-Object { "user$_" }))
        $null = Import-PermUser $users
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Export-PermUser '$file'")
        $run = $shell.BeginInvoke()
        while (-not (Test-Path "$file.*.partial") -and -not $run.IsCompleted) { Start-Sleep -Milliseconds 5 }
        $shell.Stop()
        $shell.Dispose()
        Get-ChildItem "$file*" | Should -BeNullOrEmpty
    }

    It 'refuses <Name> with FormatMismatch' -ForEach @(
        @{ Name = 'people.xls'; With = @{ Format = 'PortalExport' } }
    ) {
        { Export-PermUser "$TestDrive/$Name" @With } | Should -Throw -ErrorId 'FormatMismatch,PermModule.Commands.ExportPermUserCommand'
        "$TestDrive/$Name" | Should -Not -Exist
    }

    It 'writes what the ending of the name says' {
        $file = Export-PermUser "$TestDrive/$([guid]::NewGuid()).json"
        Get-Content $file -Raw | Should -BeLike '`[*'
    }

    It 'refuses -Active with -Inactive' {
        { Export-PermUser "$TestDrive/$([guid]::NewGuid()).csv" -Active -Inactive } | Should -Throw -ErrorId 'ConflictingFilters,*'
    }

    It 'writes a workbook by its ending, that an import reads back, and loads the library only for it' {
        $loaded = { [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'SpreadCheetah' }
        $script = @"
            Import-Module '$($script:manifest.FullName)'
            `$null = Connect-PermStore '$((Get-PermStore).Path)' -ReadOnly
            `$null = Export-PermUser '$file'
            (& { $loaded })
            `$null = Export-PermUser '$($file -replace 'csv$', 'xlsx')'
            (& { $loaded })
"@
        pwsh -NoProfile -NonInteractive -Command $script | Should -Be False, True
        $result = Import-PermUser ($file -replace 'csv$', 'xlsx') -Mode Sync
        $result.Format, $result.Unchanged, $result.Rejected | Should -Be Excel, 3, 0
    }

    It 'marks a table for Excel, and nothing else' {
        $null = Export-PermUser $file -ForExcel
        (Get-Content $file -AsByteStream -TotalCount 3) | Should -Be 0xEF, 0xBB, 0xBF
        { Export-PermUser "$file.json" -ForExcel -ErrorAction Stop } | Should -Throw -ErrorId 'FormatMismatch,*'
    }
}
